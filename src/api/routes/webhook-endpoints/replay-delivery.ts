import { readWebhookDelivery } from '../../../db/webhook-deliveries.ts';
import { replayWebhookDelivery } from '../../../db/webhook-replay.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { deliveryParams, webhookDeliverySchema } from '../../contracts/webhook-delivery.ts';
import { authorOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';
import { toWebhookDeliveryAnswer } from './webhook-delivery-answer.ts';

export function registerReplayWebhookDelivery(app: ApiApp, { database, webhooks }: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/webhook-endpoints/:id/deliveries/:deliveryId/replay',
    config: { permission: 'webhook:manage' },
    schema: {
      operationId: 'replayWebhookDelivery',
      summary: 'Deliver one event again',
      description:
        'With a schedule of its own, before the events behind it. A disabled endpoint gets it when enabled.',
      tags: ['Webhooks'],
      params: deliveryParams,
      response: { 202: webhookDeliverySchema },
    },
    handler: async (request, reply) => {
      const author = authorOf(request);
      const { tenantId } = author;
      const { id, deliveryId } = request.params;
      if (!(await replayWebhookDelivery(database, author, id, deliveryId))) throw notFound();
      const row = await readWebhookDelivery(database, tenantId, id, deliveryId);
      if (row === null) throw notFound();
      await webhooks.wake({ tenantId, endpointId: id });
      void reply.code(202);
      return toWebhookDeliveryAnswer(row);
    },
  });
}

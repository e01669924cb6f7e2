import { readWebhookDelivery } from '../../../db/webhook-deliveries.ts';
import { webhookBody } from '../../../platform/webhook-body.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { deliveryParams, wholeWebhookDeliverySchema } from '../../contracts/webhook-delivery.ts';
import { principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';
import { toWebhookDeliveryAnswer } from './webhook-delivery-answer.ts';

export function registerReadWebhookDelivery(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/webhook-endpoints/:id/deliveries/:deliveryId',
    config: { permission: 'webhook:read' },
    schema: {
      operationId: 'readWebhookDelivery',
      summary: 'Read a delivery with its body and every try',
      tags: ['Webhooks'],
      params: deliveryParams,
      response: { 200: wholeWebhookDeliverySchema },
    },
    handler: async (request) => {
      const { id, deliveryId } = request.params;
      const row = await readWebhookDelivery(database, principalOf(request).tenantId, id, deliveryId);
      if (row === null) throw notFound();
      return {
        ...toWebhookDeliveryAnswer(row),
        body: webhookBody(row.event),
        attemptLog: row.attemptLog.map((each) => ({ ...each, at: each.at.toISOString() })),
      };
    },
  });
}

import { replayWebhookEvents } from '../../../db/webhook-replay.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { replayWebhooksSchema, webhookReplaySchema } from '../../contracts/webhook-endpoint.ts';
import { authorOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';

export function registerReplayWebhooks(app: ApiApp, { database, webhooks }: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/webhook-endpoints/:id/replay',
    config: { permission: 'webhook:manage' },
    schema: {
      operationId: 'replayWebhooks',
      summary: 'Deliver the events from some point on again, in order',
      description:
        'All that the endpoint wants and that are not older than it, also those that other endpoints were told of while it was switched off. A disabled endpoint gets them when enabled.',
      tags: ['Webhooks'],
      params: idParams,
      body: replayWebhooksSchema,
      response: { 202: webhookReplaySchema },
    },
    handler: async (request, reply) => {
      const author = authorOf(request);
      const { id } = request.params;
      const result = await replayWebhookEvents(database, author, id, request.body);
      if (result === null) throw notFound();
      await webhooks.wake({ tenantId: author.tenantId, endpointId: id });
      void reply.code(202);
      return result;
    },
  });
}

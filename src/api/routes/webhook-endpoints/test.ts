import { readWebhookEndpoint } from '../../../db/webhook-endpoints.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { webhookTestSchema } from '../../contracts/webhook-endpoint.ts';
import { principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';

export function registerTestWebhookEndpoint(app: ApiApp, deps: ApiDeps): void {
  const { database, encryption, webhooks } = deps;
  app.route({
    method: 'POST',
    url: '/v1/webhook-endpoints/:id/test',
    config: { permission: 'webhook:manage' },
    schema: {
      operationId: 'testWebhookEndpoint',
      summary: 'Send a test message to a webhook endpoint',
      description:
        'A `webhook.test` message, signed like an event, but outside their order and tried once only. Answers with what the receiver said; a disabled endpoint can be tested too.',
      tags: ['Webhooks'],
      params: idParams,
      response: { 200: webhookTestSchema },
    },
    handler: async (request) => {
      const { tenantId } = principalOf(request);
      const endpoint = await readWebhookEndpoint(database, tenantId, request.params.id);
      if (endpoint === null) throw notFound();
      const result = await webhooks.test({ tenantId, endpointId: endpoint.id }, request.id);
      if (result === null) throw notFound();
      const { status, sealedText, error, durationMs } = result;
      const responseText = sealedText === null ? null : encryption.decrypt(tenantId, sealedText);
      return { delivered: error === null, responseStatus: status, responseText, error, durationMs };
    },
  });
}

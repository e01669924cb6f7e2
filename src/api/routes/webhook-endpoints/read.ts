import { readWebhookEndpoint } from '../../../db/webhook-endpoints.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { webhookEndpointSchema } from '../../contracts/webhook-endpoint.ts';
import { principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';
import { toWebhookEndpointAnswer } from './webhook-endpoint-answer.ts';

export function registerReadWebhookEndpoint(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/webhook-endpoints/:id',
    config: { permission: 'webhook:read' },
    schema: {
      operationId: 'readWebhookEndpoint',
      summary: 'Read a webhook endpoint',
      tags: ['Webhooks'],
      params: idParams,
      response: { 200: webhookEndpointSchema },
    },
    handler: async (request) => {
      const row = await readWebhookEndpoint(database, principalOf(request).tenantId, request.params.id);
      if (row === null) throw notFound();
      return toWebhookEndpointAnswer(row);
    },
  });
}

import { listWebhookEndpoints } from '../../../db/webhook-endpoints.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { pageOnlyQuery } from '../../contracts/paging.ts';
import { webhookEndpointListSchema } from '../../contracts/webhook-endpoint.ts';
import { readPageQuery, toPageAnswer } from '../../cursor.ts';
import { principalOf } from '../../principal.ts';
import { toWebhookEndpointAnswer } from './webhook-endpoint-answer.ts';

export function registerListWebhookEndpoints(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/webhook-endpoints',
    config: { permission: 'webhook:read' },
    schema: {
      operationId: 'listWebhookEndpoints',
      summary: 'List webhook endpoints',
      tags: ['Webhooks'],
      querystring: pageOnlyQuery,
      response: { 200: webhookEndpointListSchema },
    },
    handler: async (request) => {
      const page = readPageQuery(request.query, 'id');
      const rows = await listWebhookEndpoints(database, principalOf(request).tenantId, page);
      return toPageAnswer(rows, toWebhookEndpointAnswer);
    },
  });
}

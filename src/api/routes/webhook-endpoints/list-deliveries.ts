import { listWebhookDeliveries } from '../../../db/webhook-deliveries.ts';
import { readWebhookEndpoint } from '../../../db/webhook-endpoints.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { deliveryQuery, webhookDeliveryListSchema } from '../../contracts/webhook-delivery.ts';
import { readPageQuery, toPageAnswer } from '../../cursor.ts';
import { principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';
import { toWebhookDeliveryAnswer } from './webhook-delivery-answer.ts';

export function registerListWebhookDeliveries(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/webhook-endpoints/:id/deliveries',
    config: { permission: 'webhook:read' },
    schema: {
      operationId: 'listWebhookDeliveries',
      summary: 'List what was, is or will be sent to a webhook endpoint, newest event first',
      tags: ['Webhooks'],
      params: idParams,
      querystring: deliveryQuery,
      response: { 200: webhookDeliveryListSchema },
    },
    handler: async (request) => {
      const { tenantId } = principalOf(request);
      const { limit, cursor, ...filter } = request.query;
      const page = readPageQuery({ limit, cursor }, 'sequence');
      const endpoint = await readWebhookEndpoint(database, tenantId, request.params.id);
      if (endpoint === null) throw notFound();
      const rows = await listWebhookDeliveries(database, tenantId, endpoint.id, filter, page);
      return toPageAnswer(rows, toWebhookDeliveryAnswer);
    },
  });
}

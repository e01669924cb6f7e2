import { updateWebhookEndpoint } from '../../../db/webhook-endpoints.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { updateWebhookEndpointSchema, webhookEndpointSchema } from '../../contracts/webhook-endpoint.ts';
import { definedFields } from '../../defined-fields.ts';
import { authorOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';
import { refuseUrl } from './refuse-url.ts';
import { toWebhookEndpointAnswer } from './webhook-endpoint-answer.ts';

export function registerUpdateWebhookEndpoint(app: ApiApp, deps: ApiDeps): void {
  const { database, clock, addressGuard, webhooks } = deps;
  app.route({
    method: 'PATCH',
    url: '/v1/webhook-endpoints/:id',
    config: { permission: 'webhook:manage' },
    schema: {
      operationId: 'updateWebhookEndpoint',
      summary: 'Change a webhook endpoint, or switch it on and off',
      description: 'What is absent stays as it is. An event that waits for its next try is tried at once.',
      tags: ['Webhooks'],
      params: idParams,
      body: updateWebhookEndpointSchema,
      response: { 200: webhookEndpointSchema },
    },
    handler: async (request) => {
      const { body, params } = request;
      if (body.url !== undefined) refuseUrl(body.url, addressGuard);
      const author = authorOf(request);
      const patch = definedFields(body);
      const row = await updateWebhookEndpoint(database, author, params.id, patch, clock.now());
      if (row === null) throw notFound();
      await webhooks.wake({ tenantId: author.tenantId, endpointId: row.id });
      return toWebhookEndpointAnswer(row);
    },
  });
}

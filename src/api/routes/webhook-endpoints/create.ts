import { createWebhookEndpoint, MOST_WEBHOOK_ENDPOINTS } from '../../../db/webhook-endpoints.ts';
import { createWebhookSecret } from '../../../platform/webhook-secrets.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import {
  createWebhookEndpointSchema,
  webhookEndpointWithSecretSchema,
} from '../../contracts/webhook-endpoint.ts';
import { authorOf } from '../../principal.ts';
import { invalidRequest } from '../../problem.ts';
import { refuseUrl } from './refuse-url.ts';
import { toWebhookEndpointAnswer } from './webhook-endpoint-answer.ts';

export function registerCreateWebhookEndpoint(app: ApiApp, deps: ApiDeps): void {
  const { database, encryption, addressGuard } = deps;
  app.route({
    method: 'POST',
    url: '/v1/webhook-endpoints',
    config: { permission: 'webhook:manage' },
    schema: {
      operationId: 'createWebhookEndpoint',
      summary: 'Have events sent to an address',
      description:
        'By Standard Webhooks: verify `webhook-signature` with the secret of this answer, which is shown nowhere else. Events are those from now on; they arrive in the order of `data.sequence`, at least once, with the same `webhook-id` at every try.',
      tags: ['Webhooks'],
      body: createWebhookEndpointSchema,
      response: { 201: webhookEndpointWithSecretSchema },
    },
    handler: async (request, reply) => {
      refuseUrl(request.body.url, addressGuard);
      const author = authorOf(request);
      const secret = createWebhookSecret();
      const sealed = encryption.encrypt(author.tenantId, secret);
      const row = await createWebhookEndpoint(database, author, { ...request.body, secret: sealed });
      if (row === null) {
        const detail = `You have ${String(MOST_WEBHOOK_ENDPOINTS)} endpoints, and that is the most.`;
        throw invalidRequest([{ pointer: '', code: 'webhook.too_many_endpoints', detail }]);
      }
      void reply.code(201).header('location', `/v1/webhook-endpoints/${row.id}`);
      void reply.header('cache-control', 'no-store');
      return { ...toWebhookEndpointAnswer(row), secret };
    },
  });
}

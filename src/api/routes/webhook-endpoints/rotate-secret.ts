import { rotateWebhookSecret } from '../../../db/webhook-endpoints.ts';
import { createWebhookSecret, FORMER_SECRET_SIGNS_MS } from '../../../platform/webhook-secrets.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { webhookEndpointWithSecretSchema } from '../../contracts/webhook-endpoint.ts';
import { authorOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';
import { toWebhookEndpointAnswer } from './webhook-endpoint-answer.ts';

export function registerRotateWebhookSecret(app: ApiApp, { database, clock, encryption }: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/webhook-endpoints/:id/rotate-secret',
    config: { permission: 'webhook:manage' },
    schema: {
      operationId: 'rotateWebhookSecret',
      summary: 'Give a webhook endpoint a new secret',
      description:
        'The secret is in this answer and nowhere else. For 24 hours the one before it signs too; the one before that no more.',
      tags: ['Webhooks'],
      params: idParams,
      response: { 200: webhookEndpointWithSecretSchema },
    },
    handler: async (request, reply) => {
      const author = authorOf(request);
      const secret = createWebhookSecret();
      const row = await rotateWebhookSecret(database, author, request.params.id, {
        secret: encryption.encrypt(author.tenantId, secret),
        formerUntil: new Date(clock.now().getTime() + FORMER_SECRET_SIGNS_MS),
      });
      if (row === null) throw notFound();
      void reply.header('cache-control', 'no-store');
      return { ...toWebhookEndpointAnswer(row), secret };
    },
  });
}

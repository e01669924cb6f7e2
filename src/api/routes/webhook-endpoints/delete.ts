import { z } from 'zod';
import { deleteWebhookEndpoint } from '../../../db/webhook-endpoints.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { authorOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';

export function registerDeleteWebhookEndpoint(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'DELETE',
    url: '/v1/webhook-endpoints/:id',
    config: { permission: 'webhook:manage' },
    schema: {
      operationId: 'deleteWebhookEndpoint',
      summary: 'Delete a webhook endpoint with its deliveries',
      description: 'Nothing more is sent to it, except what is on its way.',
      tags: ['Webhooks'],
      params: idParams,
      response: { 204: z.undefined().describe('Deleted.') },
    },
    handler: async (request, reply) => {
      // A run that waits for a next try finds nothing then, and ends.
      const isDeleted = await deleteWebhookEndpoint(database, authorOf(request), request.params.id);
      if (!isDeleted) throw notFound();
      return reply.code(204).send(undefined);
    },
  });
}

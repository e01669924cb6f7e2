import { z } from 'zod';
import { retryBulkChange } from '../../../db/submission/act-on-bulk-change.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { bulkChangeSchema } from '../../contracts/bulk-change.ts';
import { retryBodySchema } from '../../contracts/bulk-change-action.ts';
import { authorOf } from '../../principal.ts';
import { requireDone } from './act.ts';
import { answerBulkChange } from './bulk-change-answer.ts';

export function registerRetryBulkChange(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/bulk-changes/:id/retry',
    config: { permission: 'bulk-change:control' },
    schema: {
      operationId: 'retryBulkChange',
      summary: 'Try failed and unknown devices again',
      description:
        'Within the same change, by error class, error code or row ids; without a filter, all of them. Each device is read at the carrier before anything is sent again. Its attempts and its log stay. A change that needs an approval it never had is not tried (409): submit it anew.',
      tags: ['Bulk changes'],
      params: z.object({ id: z.uuid() }),
      body: retryBodySchema,
      response: { 202: bulkChangeSchema.describe('The change, at work again.') },
    },
    handler: async (request, reply) => {
      const author = authorOf(request);
      const { id } = request.params;
      const filter = request.body ?? {};
      requireDone('retry', await retryBulkChange(deps.database, author, id, filter, deps.clock.now()));
      await deps.control.start(author.tenantId, id);
      void reply.code(202);
      return answerBulkChange(deps, author.tenantId, id);
    },
  });
}

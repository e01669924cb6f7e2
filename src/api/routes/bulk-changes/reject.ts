import { rejectBulkChange } from '../../../db/submission/approve-bulk-change.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { bulkChangeSchema } from '../../contracts/bulk-change.ts';
import { rejectBodySchema } from '../../contracts/bulk-change-action.ts';
import { authorOf } from '../../principal.ts';
import { requireDone } from './act.ts';
import { answerBulkChange } from './bulk-change-answer.ts';

export function registerRejectBulkChange(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/bulk-changes/:id/reject',
    config: { permission: 'bulk-change:control' },
    schema: {
      operationId: 'rejectBulkChange',
      summary: 'Reject a change that somebody else has submitted',
      description: 'All its devices end CANCELED. Nobody rejects a change of their own: cancel it instead.',
      tags: ['Bulk changes'],
      params: idParams,
      body: rejectBodySchema,
      response: { 202: bulkChangeSchema.describe('The change, CANCELED.') },
    },
    handler: async (request, reply) => {
      const author = authorOf(request);
      const { id } = request.params;
      const rejection = { now: deps.clock.now(), reason: request.body?.reason ?? null };
      requireDone('reject', await rejectBulkChange(deps.database, author, id, rejection));
      void reply.code(202);
      return answerBulkChange(deps, author.tenantId, id);
    },
  });
}

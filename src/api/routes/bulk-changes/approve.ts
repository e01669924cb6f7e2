import { approveBulkChange } from '../../../db/submission/approve-bulk-change.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { bulkChangeSchema } from '../../contracts/bulk-change.ts';
import { authorOf } from '../../principal.ts';
import { requireDone } from './act.ts';
import { answerBulkChange } from './bulk-change-answer.ts';
import { planHashesOf, requireTruePlan } from './plan-match.ts';

export function registerApproveBulkChange(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/bulk-changes/:id/approve',
    config: { permission: 'bulk-change:control' },
    schema: {
      operationId: 'approveBulkChange',
      summary: 'Approve a change that somebody else has submitted',
      description:
        'The change starts if its request asked for that (processChanges), else it waits for /process. With `If-Match: "<planHash>"` exactly the plan that you looked at is approved. Nobody approves a change of their own.',
      tags: ['Bulk changes'],
      params: idParams,
      response: { 202: bulkChangeSchema.describe('The change, approved.') },
    },
    handler: async (request, reply) => {
      const author = authorOf(request);
      const { id } = request.params;
      const planHashes = planHashesOf(request.headers['if-match']);
      await requireTruePlan(deps, author.tenantId, id, planHashes);
      const approval = { now: deps.clock.now(), planHashes };
      requireDone('approve', await approveBulkChange(deps.database, author, id, approval));
      await deps.control.start(author.tenantId, id);
      void reply.code(202);
      return answerBulkChange(deps, author.tenantId, id);
    },
  });
}

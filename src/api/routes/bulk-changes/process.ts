import { z } from 'zod';
import { readPlanHash } from '../../../db/submission/read-plan-hash.ts';
import { processBulkChange } from '../../../db/submission/act-on-bulk-change.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { bulkChangeSchema } from '../../contracts/bulk-change.ts';
import { authorOf } from '../../principal.ts';
import { notFound, Problem } from '../../problem.ts';
import { requireDone } from './act.ts';
import { answerBulkChange } from './bulk-change-answer.ts';

export function registerProcessBulkChange(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/bulk-changes/:id/process',
    config: { permission: 'bulk-change:control' },
    schema: {
      operationId: 'processBulkChange',
      summary: 'Start a change that was only stored',
      description:
        'For a change submitted with processChanges: false. With `If-Match: "<planHash>"` it starts only if the plan is still the one you looked at. Asking twice starts it once.',
      tags: ['Bulk changes'],
      params: z.object({ id: z.uuid() }),
      response: { 202: bulkChangeSchema.describe('The change, started.') },
    },
    handler: async (request, reply) => {
      const author = authorOf(request);
      const { id } = request.params;
      await checkPlan(deps, author.tenantId, id, request.headers['if-match']);
      requireDone('process', await processBulkChange(deps.database, author, id, deps.clock.now()));
      await deps.control.start(author.tenantId, id);
      void reply.code(202);
      return answerBulkChange(deps, author.tenantId, id);
    },
  });
}

async function checkPlan(
  deps: ApiDeps,
  tenantId: string,
  id: string,
  ifMatch: string | undefined,
): Promise<void> {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const hash = await readPlanHash(deps.database, tenantId, id);
  if (hash === null) throw notFound();
  const named = ifMatch.split(',').map((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', ''));
  if (!named.includes(hash))
    throw new Problem('bulk_change.plan_stale', `The plan of this change is "${hash}".`);
}

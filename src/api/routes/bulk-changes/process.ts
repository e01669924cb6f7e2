import { z } from 'zod';
import { processBulkChange } from '../../../db/submission/act-on-bulk-change.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { bulkChangeSchema } from '../../contracts/bulk-change.ts';
import { authorOf } from '../../principal.ts';
import { requireDone } from './act.ts';
import { answerBulkChange } from './bulk-change-answer.ts';
import { planHashesOf, requireTruePlan } from './plan-match.ts';

export function registerProcessBulkChange(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/bulk-changes/:id/process',
    config: { permission: 'bulk-change:control' },
    schema: {
      operationId: 'processBulkChange',
      summary: 'Start a change that was only stored',
      description:
        'For a change submitted with processChanges: false. With `If-Match: "<planHash>"` it starts only if the plan is still the one you looked at and its devices are still as it says. Asking twice starts it once.',
      tags: ['Bulk changes'],
      params: z.object({ id: z.uuid() }),
      response: { 202: bulkChangeSchema.describe('The change, started.') },
    },
    handler: async (request, reply) => {
      const author = authorOf(request);
      const { id } = request.params;
      await requireTruePlan(deps, author.tenantId, id, planHashesOf(request.headers['if-match']));
      requireDone('process', await processBulkChange(deps.database, author, id, deps.clock.now()));
      await deps.control.start(author.tenantId, id);
      void reply.code(202);
      return answerBulkChange(deps, author.tenantId, id);
    },
  });
}

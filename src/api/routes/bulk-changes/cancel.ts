import { z } from 'zod';
import { CANCEL_UPDATE } from '../../../domain/workflow-id.ts';
import { cancelBulkChange } from '../../../db/submission/act-on-bulk-change.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { bulkChangeSchema } from '../../contracts/bulk-change.ts';
import { cancelBodySchema } from '../../contracts/bulk-change-action.ts';
import { authorOf } from '../../principal.ts';
import { requireDone } from './act.ts';
import { answerBulkChange } from './bulk-change-answer.ts';
import { tellRun } from './steer.ts';

export function registerCancelBulkChange(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/bulk-changes/:id/cancel',
    config: { permission: 'bulk-change:control' },
    schema: {
      operationId: 'cancelBulkChange',
      summary: 'Cancel a change',
      description:
        'No further device is started, and those that have not begun end CANCELED. What was done stays done. graceful: devices that are at work finish. immediate: those that still wait for their first request to the carrier are given back too; none is left half-done.',
      tags: ['Bulk changes'],
      params: z.object({ id: z.uuid() }),
      body: cancelBodySchema,
      response: {
        202: bulkChangeSchema.describe('The change; it is CANCELED once its last device has finished.'),
      },
    },
    handler: async (request, reply) => {
      const author = authorOf(request);
      const { id } = request.params;
      const result = requireDone(
        'cancel',
        await cancelBulkChange(deps.database, author, id, deps.clock.now()),
      );
      if (result === 'running') {
        const mode = request.body?.mode ?? 'graceful';
        await tellRun(deps, request, id, { update: CANCEL_UPDATE, argument: mode, audited: { mode } });
      }
      void reply.code(202);
      return answerBulkChange(deps, author.tenantId, id);
    },
  });
}

import { PAUSE_UPDATE } from '../../../domain/workflow-id.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { bulkChangeSchema } from '../../contracts/bulk-change.ts';
import { pauseBodySchema } from '../../contracts/bulk-change-action.ts';
import { steerBulkChange } from './steer.ts';

/** Stands in `pauseReason` where nobody has said why. */
const NO_REASON = 'No reason was given.';

export function registerPauseBulkChange(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/bulk-changes/:id/pause',
    config: { permission: 'bulk-change:control' },
    schema: {
      operationId: 'pauseBulkChange',
      summary: 'Pause a change',
      description:
        'No further device is begun, not even one that waits for its turn at the carrier; those at the carrier finish. The change stays PAUSED until /resume, also over a restart of everything; with no device left to begin it ends once those at the carrier have.',
      tags: ['Bulk changes'],
      params: idParams,
      body: pauseBodySchema,
      response: { 202: bulkChangeSchema.describe('The change, paused.') },
    },
    handler: async (request, reply) => {
      const reason = request.body?.reason;
      const argument = reason ?? NO_REASON;
      const audited = reason === undefined ? {} : { reason };
      const answer = await steerBulkChange(deps, request, request.params.id, {
        update: PAUSE_UPDATE,
        argument,
        audited,
      });
      void reply.code(202);
      return answer;
    },
  });
}

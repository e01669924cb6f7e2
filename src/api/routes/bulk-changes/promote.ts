import { PROMOTE_UPDATE } from '../../../domain/workflow-id.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { bulkChangeSchema } from '../../contracts/bulk-change.ts';
import { steerBulkChange } from './steer.ts';

export function registerPromoteBulkChange(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/bulk-changes/:id/promote',
    config: { permission: 'bulk-change:control' },
    schema: {
      operationId: 'promoteBulkChange',
      summary: 'Let the next wave begin',
      description: 'For a change that is PAUSED because a wave with pauseAfter has ended.',
      tags: ['Bulk changes'],
      params: idParams,
      response: { 202: bulkChangeSchema.describe('The change, in its next wave.') },
    },
    handler: async (request, reply) => {
      const answer = await steerBulkChange(deps, request, request.params.id, { update: PROMOTE_UPDATE });
      void reply.code(202);
      return answer;
    },
  });
}

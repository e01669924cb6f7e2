import { RESUME_UPDATE } from '../../../domain/workflow-id.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { bulkChangeSchema } from '../../contracts/bulk-change.ts';
import { steerBulkChange } from './steer.ts';

export function registerResumeBulkChange(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/bulk-changes/:id/resume',
    config: { permission: 'bulk-change:control' },
    schema: {
      operationId: 'resumeBulkChange',
      summary: 'Go on after a pause',
      description:
        'For a change that a person or its error gate has paused. One that waits between two waves is promoted instead.',
      tags: ['Bulk changes'],
      params: idParams,
      response: { 202: bulkChangeSchema.describe('The change, at work again.') },
    },
    handler: async (request, reply) => {
      const answer = await steerBulkChange(deps, request, request.params.id, { update: RESUME_UPDATE });
      void reply.code(202);
      return answer;
    },
  });
}

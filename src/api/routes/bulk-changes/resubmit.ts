import type { FastifyRequest } from 'fastify';
import { readStoredRequest } from '../../../db/submission/read-stored-request.ts';
import { obstacleToResubmission, resubmitBulkChange } from '../../../db/submission/resubmit-bulk-change.ts';
import type { Repetition } from '../../../db/submission/undo-bulk-change.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { bulkChangeSchema } from '../../contracts/bulk-change.ts';
import { resubmitBodySchema } from '../../contracts/undo.ts';
import { principalOf } from '../../principal.ts';
import { answerBulkChange } from './bulk-change-answer.ts';
import { madeChange, submitterOf } from './repeated-change.ts';
import { requestedBefore } from './stored-request.ts';

export function registerResubmitBulkChange(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/bulk-changes/:id/resubmit',
    config: { permission: 'bulk-change:submit' },
    schema: {
      operationId: 'resubmitBulkChange',
      summary: 'Submit the request of a finished change once more',
      description:
        'Makes a new change from the same request for the same devices, with the corrections of its rows. Everything is validated by what holds today; a date that has passed means now.',
      tags: ['Bulk changes'],
      params: idParams,
      body: resubmitBodySchema,
      response: { 202: bulkChangeSchema.describe('The new change; Location names it.') },
    },
    handler: async (request, reply) => {
      const { tenantId } = principalOf(request);
      const { params, body, createdBefore } = request;
      const id = createdBefore ?? madeChange('resubmit', await resubmit(deps, request, params.id, body));
      if (body.processChanges) await deps.control.start(tenantId, id);
      void reply.code(202).header('location', `/v1/bulk-changes/${id}`);
      return answerBulkChange(deps, tenantId, id);
    },
  });
}

async function resubmit(
  deps: ApiDeps,
  request: FastifyRequest,
  id: string,
  wish: { readonly processChanges: boolean },
): Promise<Repetition> {
  const who = submitterOf(request);
  const source = await readStoredRequest(deps.database, who.tenantId, id);
  if (source === null) return { outcome: 'not_found' };
  const obstacle = obstacleToResubmission(source);
  if (obstacle !== null) return obstacle;
  const change = await requestedBefore(deps, source);
  const context = { database: deps.database, now: () => deps.clock.now() };
  return resubmitBulkChange(context, who, id, source, change, wish);
}

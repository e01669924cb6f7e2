import { undoBulkChange } from '../../../db/submission/undo-bulk-change.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { bulkChangeSchema } from '../../contracts/bulk-change.ts';
import { undoBodySchema } from '../../contracts/undo.ts';
import { definedFields } from '../../defined-fields.ts';
import { principalOf } from '../../principal.ts';
import { answerBulkChange } from './bulk-change-answer.ts';
import { madeChange, submitterOf } from './repeated-change.ts';

export function registerUndoBulkChange(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/bulk-changes/:id/undo',
    config: { permission: 'bulk-change:submit' },
    schema: {
      operationId: 'undoBulkChange',
      summary: 'Take a finished change back',
      description:
        'Makes a new change with a row for every processed device, each of which puts back what this change had replaced. Devices that nothing takes back, or that were changed since, stand in it as ERROR with the reason (undo.not_reversible, undo.billing_line, device.stale). An undo can be undone.',
      tags: ['Bulk changes'],
      params: idParams,
      body: undoBodySchema,
      response: { 202: bulkChangeSchema.describe('The new change; Location names it.') },
    },
    handler: async (request, reply) => {
      const { tenantId } = principalOf(request);
      const { processChanges, ...wish } = request.body;
      const id =
        request.createdBefore ??
        madeChange(
          'undo',
          await undoBulkChange(
            { database: deps.database, now: () => deps.clock.now() },
            submitterOf(request),
            request.params.id,
            { processChanges, ...definedFields(wish) },
          ),
        );
      if (processChanges) await deps.control.start(tenantId, id);
      void reply.code(202).header('location', `/v1/bulk-changes/${id}`);
      return answerBulkChange(deps, tenantId, id);
    },
  });
}

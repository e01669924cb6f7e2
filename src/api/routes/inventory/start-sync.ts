import {
  findRunningSync,
  readInventorySync,
  type InventorySyncRow,
} from '../../../db/inventory/inventory-syncs.ts';
import { beginSyncFor } from '../../../db/inventory/sync-life.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { inventorySyncSchema } from '../../contracts/inventory-sync.ts';
import { authorOf } from '../../principal.ts';
import { notFound, Problem } from '../../problem.ts';
import { toInventorySyncAnswer } from './sync-answer.ts';
import { findSyncTarget } from './sync-target.ts';

export function registerStartSync(app: ApiApp, deps: ApiDeps): void {
  const { database, syncs, temporalUi } = deps;
  app.route({
    method: 'POST',
    url: '/v1/service-providers/:id/sync',
    config: { permission: 'provider:sync' },
    schema: {
      operationId: 'startInventorySync',
      summary: 'Read the carrier’s devices',
      description:
        'Reads the carrier’s whole device list. Unknown devices are created; known ones take over status, plans and numbers, and what differs from what was believed is recorded as drift. Nothing is written at the carrier. While a sync runs, the call answers with that one.',
      tags: ['Inventory'],
      params: idParams,
      response: { 202: inventorySyncSchema.describe('The sync that runs.') },
    },
    handler: async (request, reply) => {
      const author = authorOf(request);
      const { id } = request.params;
      const target = await findSyncTarget(deps, author.tenantId, id);
      const syncId = await syncs.start(target);
      if (syncId !== null && !(await beginSyncFor(database, author, { syncId, serviceProviderId: id }))) {
        throw notFound();
      }
      const row: InventorySyncRow | null =
        syncId === null
          ? await findRunningSync(database, author.tenantId, id)
          : await readInventorySync(database, author.tenantId, id, syncId);
      if (row === null) throw betweenTwo();
      void reply.code(202).header('location', `/v1/service-providers/${id}/syncs/${row.id}`);
      return toInventorySyncAnswer(temporalUi, row);
    },
  });
}

/** One has just been started and has no record yet, or is just ending. */
function betweenTwo(): Problem {
  return new Problem('service.unavailable', 'Another sync is just beginning or ending. Repeat the call.', {
    headers: { 'retry-after': '1' },
  });
}

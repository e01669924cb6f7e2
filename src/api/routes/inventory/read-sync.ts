import { readInventorySync } from '../../../db/inventory/inventory-syncs.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams, idSchema } from '../../contracts/atoms.ts';
import { inventorySyncSchema } from '../../contracts/inventory-sync.ts';
import { principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';
import { toInventorySyncAnswer } from './sync-answer.ts';

export function registerReadSync(app: ApiApp, { database, temporalUi }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/service-providers/:id/syncs/:syncId',
    config: { permission: 'provider:read' },
    schema: {
      operationId: 'readInventorySync',
      summary: 'Read a sync',
      tags: ['Inventory'],
      params: idParams.extend({ syncId: idSchema }),
      response: { 200: inventorySyncSchema },
    },
    handler: async (request) => {
      const { id, syncId } = request.params;
      const row = await readInventorySync(database, principalOf(request).tenantId, id, syncId);
      if (row === null) throw notFound();
      return toInventorySyncAnswer(temporalUi, row);
    },
  });
}

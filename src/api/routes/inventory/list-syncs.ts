import { listInventorySyncs } from '../../../db/inventory/inventory-syncs.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { inventorySyncListSchema } from '../../contracts/inventory-sync.ts';
import { pageOnlyQuery } from '../../contracts/paging.ts';
import { readPageQuery, toPageAnswer } from '../../cursor.ts';
import { principalOf } from '../../principal.ts';
import { toInventorySyncAnswer } from './sync-answer.ts';
import { findSyncTarget } from './sync-target.ts';

export function registerListSyncs(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/service-providers/:id/syncs',
    config: { permission: 'provider:read' },
    schema: {
      operationId: 'listInventorySyncs',
      summary: 'List the syncs of a service provider, newest first',
      tags: ['Inventory'],
      params: idParams,
      querystring: pageOnlyQuery,
      response: { 200: inventorySyncListSchema },
    },
    handler: async (request) => {
      const { tenantId } = principalOf(request);
      const { id } = request.params;
      const page = readPageQuery(request.query, 'dateAndId');
      await findSyncTarget(deps, tenantId, id);
      const rows = await listInventorySyncs(deps.database, tenantId, id, page);
      return toPageAnswer(rows, (row) => toInventorySyncAnswer(deps.temporalUi, row));
    },
  });
}

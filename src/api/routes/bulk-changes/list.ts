import { listBulkChanges } from '../../../db/bulk-changes.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { bulkChangeListQuery, bulkChangeListSchema } from '../../contracts/bulk-change.ts';
import { readPageQuery, toPageAnswer } from '../../cursor.ts';
import { principalOf } from '../../principal.ts';
import { toBulkChangeAnswer } from './bulk-change-answer.ts';

export function registerListBulkChanges(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/bulk-changes',
    config: { permission: 'bulk-change:read' },
    schema: {
      operationId: 'listBulkChanges',
      summary: 'List bulk changes, newest first',
      tags: ['Bulk changes'],
      querystring: bulkChangeListQuery,
      response: { 200: bulkChangeListSchema },
    },
    handler: async (request) => {
      const { limit, cursor, ...filter } = request.query;
      const page = readPageQuery({ limit, cursor }, 'id');
      const rows = await listBulkChanges(deps.database, principalOf(request).tenantId, filter, page);
      return toPageAnswer(rows, (row) => toBulkChangeAnswer(deps, row));
    },
  });
}

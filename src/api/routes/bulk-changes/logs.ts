import { readBulkChange } from '../../../db/bulk-changes.ts';
import { listLogEntries } from '../../../db/log-entries.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { logEntryListQuery, logEntryListSchema } from '../../contracts/device-change.ts';
import { readPageQuery, toPageAnswer } from '../../cursor.ts';
import { principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';

export function registerListLogEntries(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/bulk-changes/:id/logs',
    config: { permission: 'bulk-change:read' },
    schema: {
      operationId: 'listLogEntries',
      summary:
        'List the log of a bulk change, or of one of its devices, in the order in which it was written',
      tags: ['Bulk changes'],
      params: idParams,
      querystring: logEntryListQuery,
      response: { 200: logEntryListSchema },
    },
    handler: async (request) => {
      const { tenantId } = principalOf(request);
      const { limit, cursor, deviceChangeId } = request.query;
      const page = readPageQuery({ limit, cursor }, 'id');
      const change = await readBulkChange(database, tenantId, request.params.id);
      if (change === null) throw notFound();
      const rows = await listLogEntries(
        database,
        tenantId,
        { bulkChangeId: change.id, deviceChangeId },
        page,
      );
      return toPageAnswer(rows, (row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
    },
  });
}

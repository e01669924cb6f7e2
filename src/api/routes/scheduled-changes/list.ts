import { listScheduledChanges, type ScheduledChangeRow } from '../../../db/scheduled-changes.ts';
import { BULK_CHANGE_STATUSES } from '../../../domain/bulk-change-status.ts';
import { CHANGE_TYPES } from '../../../domain/change-type.ts';
import { INTEGRATIONS } from '../../../domain/integration.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { scheduledChangeListQuery, scheduledChangeListSchema } from '../../contracts/scheduled-change.ts';
import { readPageQuery, toPageAnswer } from '../../cursor.ts';
import { principalOf } from '../../principal.ts';
import { knownValue } from '../../stored-value.ts';

export function registerListScheduledChanges(app: ApiApp, { database, clock }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/scheduled-changes',
    config: { permission: 'bulk-change:read' },
    schema: {
      operationId: 'listScheduledChanges',
      summary: 'List what waits for a date, the next one first',
      description:
        'One item for each date of a change: devices may have dates of their own. Move a change with /reschedule, or /cancel it.',
      tags: ['Scheduled changes'],
      querystring: scheduledChangeListQuery,
      response: { 200: scheduledChangeListSchema },
    },
    handler: async (request) => {
      const { limit, cursor, ...filter } = request.query;
      const page = readPageQuery({ limit, cursor }, 'dateAndId');
      const { tenantId } = principalOf(request);
      return toPageAnswer(
        await listScheduledChanges(database, tenantId, filter, page, clock.now()),
        toAnswer,
      );
    },
  });
}

function toAnswer(row: ScheduledChangeRow) {
  return {
    ...row,
    effectiveAt: row.effectiveAt.toISOString(),
    status: knownValue(BULK_CHANGE_STATUSES, row.status),
    changeType: knownValue(CHANGE_TYPES, row.changeType),
    integration: knownValue(INTEGRATIONS, row.integration),
    createdAt: row.createdAt.toISOString(),
  };
}

import { readBulkChange, type BulkChangeRow } from '../../../db/bulk-changes.ts';
import { listDeviceChanges, type DeviceChangeRow } from '../../../db/device-changes.ts';
import { DEVICE_CHANGE_STATUSES } from '../../../domain/device-change-status.ts';
import { IDENTIFIER_TYPES } from '../../../domain/device-identifier.ts';
import { ERROR_CLASSES } from '../../../domain/error-class.ts';
import { deviceWorkflowId } from '../../../domain/workflow-id.ts';
import type { ApiApp, ApiDeps, TemporalUi } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { deviceChangeListQuery, deviceChangeListSchema } from '../../contracts/device-change.ts';
import { readPageQuery, toPageAnswer } from '../../cursor.ts';
import { principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';
import { knownValue, objectOrNull, orNull } from '../../stored-value.ts';
import { workflowLink } from '../../workflow-link.ts';

export function registerListDeviceChanges(app: ApiApp, { database, temporalUi }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/bulk-changes/:id/devices',
    config: { permission: 'bulk-change:read' },
    schema: {
      operationId: 'listDeviceChanges',
      summary: 'List the devices of a bulk change, in the order of the request',
      tags: ['Bulk changes'],
      params: idParams,
      querystring: deviceChangeListQuery,
      response: { 200: deviceChangeListSchema },
    },
    handler: async (request) => {
      const { tenantId } = principalOf(request);
      const { limit, cursor, ...filter } = request.query;
      const page = readPageQuery({ limit, cursor }, 'rowNumber');
      const change = await readBulkChange(database, tenantId, request.params.id);
      if (change === null) throw notFound();
      const rows = await listDeviceChanges(database, tenantId, change.id, filter, page);
      return toPageAnswer(rows, (row) => toDeviceChangeAnswer(temporalUi, change, row));
    },
  });
}

/** The row as callers see it. */
export function toDeviceChangeAnswer(
  temporalUi: TemporalUi,
  { serviceProviderId }: Pick<BulkChangeRow, 'serviceProviderId'>,
  row: DeviceChangeRow,
) {
  return {
    id: row.id,
    rowNumber: row.rowNumber,
    identifier: row.identifier,
    identifierType: knownValue(IDENTIFIER_TYPES, row.identifierType),
    deviceId: row.deviceId,
    status: knownValue(DEVICE_CHANGE_STATUSES, row.status),
    errorClass: row.errorClass === null ? null : knownValue(ERROR_CLASSES, row.errorClass),
    errorCode: row.errorCode,
    errorMessage: row.errorMessage,
    attempts: row.attempts,
    effectiveAt: orNull(row.effectiveAt),
    before: objectOrNull(row.before),
    after: objectOrNull(row.after),
    startedAt: orNull(row.startedAt),
    finishedAt: orNull(row.finishedAt),
    workflow: laneOf(temporalUi, serviceProviderId, row),
  };
}

/**
 * The device's lane: its latest run is this change's while it works on it, and its history shows the others. A device
 * that had no turn yet has none.
 */
function laneOf(temporalUi: TemporalUi, serviceProviderId: string, row: DeviceChangeRow) {
  if (row.startedAt === null) return null;
  return workflowLink(
    temporalUi,
    deviceWorkflowId(serviceProviderId, row.device?.iccid ?? row.identifier),
    null,
  );
}

import { listChangesOfDevice } from '../../../db/device-changes.ts';
import { readDevice } from '../../../db/devices.ts';
import { CHANGE_TYPES } from '../../../domain/change-type.ts';
import { DEVICE_CHANGE_STATUSES } from '../../../domain/device-change-status.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { deviceDetailSchema } from '../../contracts/device.ts';
import { principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';
import { knownValue, objectOrNull, orNull } from '../../stored-value.ts';
import { toDeviceAnswer } from './device-answer.ts';

const RECENT_CHANGES = 20;

export function registerReadDevice(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/devices/:id',
    config: { permission: 'device:read' },
    schema: {
      operationId: 'readDevice',
      summary: 'Read a device with its latest changes',
      tags: ['Devices'],
      params: idParams,
      response: { 200: deviceDetailSchema },
    },
    handler: async (request) => {
      const { tenantId } = principalOf(request);
      const row = await readDevice(database, tenantId, request.params.id);
      if (row === null) throw notFound();
      const changes = await listChangesOfDevice(database, tenantId, row.id, RECENT_CHANGES);
      return { ...toDeviceAnswer(row), recentChanges: changes.map(toRecentChange) };
    },
  });
}

function toRecentChange({ bulkChange, ...row }: Awaited<ReturnType<typeof listChangesOfDevice>>[number]) {
  return {
    id: row.id,
    bulkChangeId: row.bulkChangeId,
    changeType: knownValue(CHANGE_TYPES, bulkChange.changeType),
    status: knownValue(DEVICE_CHANGE_STATUSES, row.status),
    errorCode: row.errorCode,
    errorMessage: row.errorMessage,
    before: objectOrNull(row.before),
    after: objectOrNull(row.after),
    createdBy: bulkChange.createdBy,
    createdAt: bulkChange.createdAt.toISOString(),
    finishedAt: orNull(row.finishedAt),
  };
}

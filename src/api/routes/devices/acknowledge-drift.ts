import { acknowledgeDrift } from '../../../db/inventory/acknowledge-drift.ts';
import { readDevice } from '../../../db/devices.ts';
import { DRIFT_FIELDS } from '../../../domain/drift.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { deviceSchema } from '../../contracts/device.ts';
import { acknowledgeDriftSchema } from '../../contracts/device-drift.ts';
import { authorOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';
import { toDeviceAnswer } from './device-answer.ts';

export function registerAcknowledgeDrift(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/devices/:id/drift/acknowledge',
    config: { permission: 'device:write' },
    schema: {
      operationId: 'acknowledgeDrift',
      summary: 'Take note of a device’s drift',
      description: 'Closes what is open. The device already is as the carrier says.',
      tags: ['Devices'],
      params: idParams,
      body: acknowledgeDriftSchema,
      response: { 200: deviceSchema },
    },
    handler: async (request) => {
      const author = authorOf(request);
      const { id } = request.params;
      const fields = request.body?.fields ?? DRIFT_FIELDS;
      if (!(await acknowledgeDrift(database, author, id, fields))) throw notFound();
      const row = await readDevice(database, author.tenantId, id);
      if (row === null) throw notFound();
      return toDeviceAnswer(row);
    },
  });
}

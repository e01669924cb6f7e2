import { listDevices } from '../../../db/devices.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { deviceListQuery, deviceListSchema } from '../../contracts/device.ts';
import { readPageQuery, toPageAnswer } from '../../cursor.ts';
import { principalOf } from '../../principal.ts';
import { toDeviceAnswer } from './device-answer.ts';

export function registerListDevices(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/devices',
    config: { permission: 'device:read' },
    schema: {
      operationId: 'listDevices',
      summary: 'List devices',
      tags: ['Devices'],
      querystring: deviceListQuery,
      response: { 200: deviceListSchema },
    },
    handler: async (request) => {
      const { limit, cursor, ...filter } = request.query;
      const page = readPageQuery({ limit, cursor }, 'id');
      return toPageAnswer(
        await listDevices(database, principalOf(request).tenantId, filter, page),
        toDeviceAnswer,
      );
    },
  });
}

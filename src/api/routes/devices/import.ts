import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { importDevices } from '../../../db/device-import/import-devices.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { importQuery, importReportSchema } from '../../contracts/device.ts';
import { readDeviceList } from '../../device-import/read-device-list.ts';
import { IMPORT_COLUMNS } from '../../device-import/import-columns.ts';
import { authorOf } from '../../principal.ts';
import { spool } from '../../uploads/spool.ts';
import { uploadSettings } from '../../uploads/upload-settings.ts';

const BODY_LIMIT_BYTES = 64 * 1024 * 1024;
const MAX_LISTED_FAULTS = 1_000;

const csvSchema = z.unknown().meta({
  type: 'string',
  description: `A header and a line for each device. Columns: ${IMPORT_COLUMNS.join(', ')}. An empty cell leaves what is stored.`,
  examples: ['iccid,status,carrierRatePlan\n8901000000000000001,active,EU-5MB\n'],
});

export async function registerImportDevices(app: ApiApp, deps: ApiDeps): Promise<void> {
  const { directory } = uploadSettings(deps.uploads);
  // A scope of its own: here, and only here, a body is CSV and nothing else.
  await app.register(async (scope) => {
    scope.decorateRequest('spooledFile', null);
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('text/csv', async (request: FastifyRequest, body: IncomingMessage) => {
      request.spooledFile = await spool(body, BODY_LIMIT_BYTES, directory);
      request.bodySha256 = request.spooledFile.sha256;
      return null;
    });
    registerRoute(scope, deps);
  });
}

function registerRoute(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/devices/import',
    bodyLimit: BODY_LIMIT_BYTES,
    config: { permission: 'device:write' },
    schema: {
      operationId: 'importDevices',
      summary: 'Load a list of devices from CSV',
      description:
        'Creates devices and updates those that exist, by service provider and ICCID. Lines with faults are left out and reported; the others are stored together.',
      tags: ['Devices'],
      consumes: ['text/csv'],
      querystring: importQuery,
      body: csvSchema,
      response: { 200: importReportSchema },
    },
    // Before the answer leaves, whatever it is: refused, replayed or done, the file has served.
    onSend: async (request, _reply, payload) => {
      await request.spooledFile?.remove();
      return payload;
    },
    handler: async (request) => {
      const file = request.spooledFile;
      const list = readDeviceList(file?.path ?? '/dev/null', request.query.serviceProviderId);
      const {
        created,
        updated,
        faults: unresolved,
      } = await importDevices(database, authorOf(request), list.pages);
      const faults = [...list.faults, ...unresolved].sort((a, b) => a.line - b.line);
      return {
        rows: list.rows(),
        created,
        updated,
        rejected: new Set(faults.map(({ line }) => line)).size,
        faults: faults.slice(0, MAX_LISTED_FAULTS),
        moreFaults: Math.max(0, faults.length - MAX_LISTED_FAULTS),
      };
    },
  });
}

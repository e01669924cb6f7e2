import multipart from '@fastify/multipart';
import type { FastifyReply } from 'fastify';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { uploadAnswerSchema, uploadFormSchema } from '../../contracts/upload.ts';
import { principalOf } from '../../principal.ts';
import { createDeviceFileReader, type DeviceFileReader } from '../../uploads/device-file-reader.ts';
import { FIELD_LIMIT_BYTES, FILE_PART, readUploadForm } from '../../uploads/upload-form.ts';
import { createUploadPlaces } from '../../uploads/upload-places.ts';
import { uploadSettings, type UploadSettings } from '../../uploads/upload-settings.ts';
import { answerBulkChange } from './bulk-change-answer.ts';
import { submitUploadedFile } from './submit-uploaded-file.ts';

export async function registerUploadBulkChange(app: ApiApp, deps: ApiDeps): Promise<void> {
  const settings = uploadSettings(deps.uploads);
  const reader = createDeviceFileReader(settings, (failure) => {
    app.log.warn(failure, 'A program that reads an uploaded file ended without a report');
  });
  // A scope of its own: here, and only here, a body is a form.
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.decorateRequest('spooledFile', null);
    scope.decorateRequest('leaveUploadPlace', null);
    await scope.register(multipart, {
      // A request part that a program sends as a file of JSON is a field as well.
      isPartAFile: (name) => name === FILE_PART,
      throwFileSizeLimit: false,
      limits: {
        files: 1,
        fields: 8,
        parts: 9,
        fieldSize: FIELD_LIMIT_BYTES,
        fileSize: settings.maxFileBytes,
      },
    });
    registerRoute(scope, deps, settings, reader);
  });
}

const DESCRIPTION = `The devices come in a file, the rest of the request as JSON beside it. The file has a header in its first row that is not blank, and a row for each device:

- The columns may stand in any order: ICCID, MSISDN or Identifier, and if wanted IMEI and Effective Date; common other names, such as SIM Number, MDN or Phone Number, are known. Other columns are left out with a warning.
- A row names its device once. Where both ICCID and MSISDN are filled, the MSISDN counts for Telegence and the ICCID for the others.
- Identifiers are text: a number cell is refused, since a spreadsheet keeps 15 digits of it.
- CSV in UTF-8, UTF-16 or Windows-1252, separated by comma, semicolon or tab. XLSX with one sheet that has content, or one that is called Devices.
- At most 1,000,000 rows and 100 MiB.

A file with any unreadable row is refused as a whole, with every fault; nothing is stored then. Faults that only the database knows, such as an unknown device, are stored with their row as in POST /v1/bulk-changes and listed in \`rowReport\`.

An \`errors.csv\` that comes back corrected needs no \`request\`: its rows, named by \`retryOf\`, are tried again within their change, and those that still cannot be carried out stay failed and are listed in \`rowReport\`. Each keeps its date: one that is given is left out with a warning; POST /v1/bulk-changes/{id}/reschedule moves a change that has not begun. Of a change that was approved only rows that come back as they were are tried; one that needs an approval it never had is not tried at all (409).`;

function registerRoute(app: ApiApp, deps: ApiDeps, settings: UploadSettings, reader: DeviceFileReader): void {
  const places = createUploadPlaces(settings.places);
  app.route({
    method: 'POST',
    url: '/v1/bulk-changes/uploads',
    config: { permission: 'bulk-change:submit' },
    schema: {
      operationId: 'uploadBulkChange',
      summary: 'Submit a bulk change with a file of devices',
      description: DESCRIPTION,
      tags: ['Bulk changes'],
      consumes: ['multipart/form-data'],
      body: uploadFormSchema,
      response: { 202: uploadAnswerSchema.describe('Accepted; Location names the change.') },
    },
    preValidation: async (request) => {
      request.leaveUploadPlace = places.take();
      await readUploadForm(request, settings);
    },
    // Before the answer leaves, whatever it is: refused, replayed or done, the file has served.
    onSend: async (request, _reply, payload) => {
      try {
        await request.spooledFile?.remove();
      } finally {
        request.leaveUploadPlace?.();
      }
      return payload;
    },
    handler: async (request, reply) => {
      const { tenantId } = principalOf(request);
      const gone = goneSignal(reply);
      const { id, rowReport } = await submitUploadedFile(deps, request, request.body, (file, job) =>
        reader.read(file, { ...job, maxRows: settings.maxRows }, gone),
      );
      void reply.code(202).header('location', `/v1/bulk-changes/${id}`);
      const change = await answerBulkChange(deps, tenantId, id);
      return { ...change, rowReport };
    },
  });
}

/** Aborted when the caller goes away before it is answered. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  if (reply.raw.destroyed) gone.abort();
  return gone.signal;
}

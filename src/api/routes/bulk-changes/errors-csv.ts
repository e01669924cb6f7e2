import { RETRYABLE_DEVICE_CHANGE_STATUSES } from '../../../domain/device-change-status.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { errorFileQuery } from '../../contracts/result-file.ts';
import { textAnswer } from '../../contracts/text-answer.ts';
import { csvTexts } from '../../exports/csv-text.ts';
import { ERROR_COLUMNS } from '../../exports/result-columns.ts';
import { exportDevices } from './export-devices.ts';

const DESCRIPTION = `One line for each device that is \`ERROR\` or \`UNKNOWN\`, with what to do about it. Correct \`iccid\`, \`msisdn\` or \`imei\` and upload the
file again; \`retryOf\` names the row it came from. Open the columns of numbers as text: a spreadsheet drops the last digits of an ICCID
that it takes for a number. RFC 4180 in UTF-8 with a byte order mark, formulas neutralised by an apostrophe, as in \`results.csv\`.`;

export function registerExportErrorsCsv(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/bulk-changes/:id/errors.csv',
    // A HEAD would read every row and throw it away.
    exposeHeadRoute: false,
    config: { permission: 'bulk-change:read' },
    schema: {
      operationId: 'exportErrorsCsv',
      summary: 'The devices that failed as CSV, to be corrected and uploaded again',
      description: DESCRIPTION,
      tags: ['Bulk changes'],
      params: idParams,
      querystring: errorFileQuery,
      response: {
        200: textAnswer(
          'text/csv',
          'A header and a line for each failed device.',
          `${Object.keys(ERROR_COLUMNS).join(',')}\r\n`,
        ),
      },
    },
    handler: (request, reply) =>
      exportDevices(deps, request, reply, {
        bulkChangeId: request.params.id,
        filter: { ...request.query, statuses: RETRYABLE_DEVICE_CHANGE_STATUSES },
        content: 'errors',
        format: 'csv',
        textsOf: (pages) => csvTexts(ERROR_COLUMNS, pages),
      }),
  });
}

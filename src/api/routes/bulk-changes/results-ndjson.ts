import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { resultFileQuery, toResultFilter } from '../../contracts/result-file.ts';
import { textAnswer } from '../../contracts/text-answer.ts';
import { jsonLines } from '../../exports/json-lines.ts';
import { toDeviceChangeAnswer } from './devices.ts';
import { exportDevices } from './export-devices.ts';

const DESCRIPTION = `One JSON object a line for each device, the same as the items of \`/devices\`, in the order of the request, at any size
and also while the change runs: each line is as its device was when the line was read. A fault on the way breaks the connection off.`;

export function registerExportResultsNdjson(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/bulk-changes/:id/results.ndjson',
    // A HEAD would read every row and throw it away.
    exposeHeadRoute: false,
    config: { permission: 'bulk-change:read' },
    schema: {
      operationId: 'exportResultsNdjson',
      summary: 'The outcome of every device as JSON lines',
      description: DESCRIPTION,
      tags: ['Bulk changes'],
      params: idParams,
      querystring: resultFileQuery,
      response: {
        200: textAnswer(
          'application/x-ndjson',
          'A `DeviceChange` on each line.',
          '{"id":"01990000-0000-7000-8000-000000000001","rowNumber":1,"status":"PROCESSED"}\n',
        ),
      },
    },
    handler: (request, reply) =>
      exportDevices(deps, request, reply, {
        bulkChangeId: request.params.id,
        filter: toResultFilter(request.query),
        content: 'results',
        format: 'ndjson',
        textsOf: (pages, change) =>
          jsonLines(pages, (row) => toDeviceChangeAnswer(deps.temporalUi, change, row)),
      }),
  });
}

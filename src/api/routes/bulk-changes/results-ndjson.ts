import { readBulkChange } from '../../../db/bulk-changes.ts';
import { readResultPages } from '../../../db/result-rows.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { resultFileQuery } from '../../contracts/result-file.ts';
import { textAnswer } from '../../contracts/text-answer.ts';
import { exportHeaders } from '../../exports/export-file.ts';
import { streamTexts } from '../../exports/export-stream.ts';
import { jsonLines } from '../../exports/json-lines.ts';
import { principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';
import { toDeviceChangeAnswer } from './devices.ts';

const DESCRIPTION = `One JSON object a line for each device, the same as the items of \`/devices\`, in the order of the request, at any size
and also while the change runs: each line is as its device was when the line was read. A fault on the way breaks the connection off.`;

export function registerExportResultsNdjson(app: ApiApp, { database, temporalUi }: ApiDeps): void {
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
    handler: async (request, reply) => {
      const { tenantId } = principalOf(request);
      const { status, ...filter } = request.query;
      const change = await readBulkChange(database, tenantId, request.params.id);
      if (change === null) throw notFound();
      const pages = readResultPages(database, tenantId, change.id, {
        ...filter,
        statuses: status === undefined ? undefined : [status],
      });
      const stream = await streamTexts(
        jsonLines(pages, (row) => toDeviceChangeAnswer(temporalUi, change, row)),
      );
      return reply.headers(exportHeaders(change, 'results', 'ndjson')).send(stream);
    },
  });
}

import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { resultFileQuery, toResultFilter } from '../../contracts/result-file.ts';
import { textAnswer } from '../../contracts/text-answer.ts';
import { csvTexts } from '../../exports/csv-text.ts';
import { RESULT_COLUMNS } from '../../exports/result-columns.ts';
import { exportDevices } from './export-devices.ts';

const DESCRIPTION = `One line for each device, in the order of the request, at any size and also while the change runs: each line is as its
device was when the line was read. RFC 4180 in UTF-8 with a byte order mark; \`before\` and \`after\` are JSON. A cell that begins like
a formula (\`=\`, \`+\`, \`-\`, \`@\`, tab) has an apostrophe in front. A fault on the way breaks the connection off.`;

export function registerExportResultsCsv(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/bulk-changes/:id/results.csv',
    // A HEAD would read every row and throw it away.
    exposeHeadRoute: false,
    config: { permission: 'bulk-change:read' },
    schema: {
      operationId: 'exportResultsCsv',
      summary: 'The outcome of every device as CSV',
      description: DESCRIPTION,
      tags: ['Bulk changes'],
      params: idParams,
      querystring: resultFileQuery,
      response: {
        200: textAnswer(
          'text/csv',
          'A header and a line for each device.',
          `${Object.keys(RESULT_COLUMNS).join(',')}\r\n`,
        ),
      },
    },
    handler: (request, reply) =>
      exportDevices(deps, request, reply, {
        bulkChangeId: request.params.id,
        filter: toResultFilter(request.query),
        content: 'results',
        format: 'csv',
        textsOf: (pages) => csvTexts(RESULT_COLUMNS, pages),
      }),
  });
}

import { readBulkChange } from '../../../db/bulk-changes.ts';
import { readResultPages } from '../../../db/result-rows.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { resultFileQuery } from '../../contracts/result-file.ts';
import { textAnswer } from '../../contracts/text-answer.ts';
import { csvTexts } from '../../exports/csv-text.ts';
import { exportHeaders } from '../../exports/export-file.ts';
import { streamTexts } from '../../exports/export-stream.ts';
import { RESULT_COLUMNS } from '../../exports/result-columns.ts';
import { principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';

const DESCRIPTION = `One line for each device, in the order of the request, at any size and also while the change runs: each line is as its
device was when the line was read. RFC 4180 in UTF-8 with a byte order mark; \`before\` and \`after\` are JSON. A cell that begins like
a formula (\`=\`, \`+\`, \`-\`, \`@\`, tab) has an apostrophe in front. A fault on the way breaks the connection off.`;

export function registerExportResultsCsv(app: ApiApp, { database }: ApiDeps): void {
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
    handler: async (request, reply) => {
      const { tenantId } = principalOf(request);
      const { status, ...filter } = request.query;
      const change = await readBulkChange(database, tenantId, request.params.id);
      if (change === null) throw notFound();
      const pages = readResultPages(database, tenantId, change.id, {
        ...filter,
        statuses: status === undefined ? undefined : [status],
      });
      const stream = await streamTexts(csvTexts(RESULT_COLUMNS, pages));
      return reply.headers(exportHeaders(change, 'results', 'csv')).send(stream);
    },
  });
}

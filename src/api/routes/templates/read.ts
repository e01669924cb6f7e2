import { z } from 'zod';
import { CHANGE_TYPES, parseChangeType, type ChangeType } from '../../../domain/change-type.ts';
import type { ApiApp } from '../../api-app.ts';
import { notFound } from '../../problem.ts';
import { csvTemplate, xlsxTemplate } from '../../templates/template-files.ts';

const params = z.object({
  changeType: z.string().describe(`In any letter case one of: ${CHANGE_TYPES.join(', ')}.`),
});

const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** One address for each format of the file that an upload takes. */
export function registerReadTemplates(app: ApiApp): void {
  registerFormat(app, 'csv', 'text/csv; charset=utf-8', async (changeType) => csvTemplate(changeType));
  registerFormat(app, 'xlsx', XLSX_TYPE, xlsxTemplate);
}

function registerFormat(
  app: ApiApp,
  ending: 'csv' | 'xlsx',
  contentType: string,
  write: (changeType: ChangeType) => Promise<string | Buffer>,
): void {
  app.route({
    method: 'GET',
    url: `/v1/templates/:changeType.${ending}`,
    config: { permission: 'bulk-change:read' },
    schema: {
      operationId: `read${ending === 'csv' ? 'Csv' : 'Xlsx'}Template`,
      summary: `Download a list to fill in, as ${ending.toUpperCase()}`,
      description:
        'A header and an example row, for POST /v1/bulk-changes/uploads. In the workbook the columns are formatted as text, so that pasted numbers keep all their digits.',
      tags: ['Bulk changes'],
      params,
      produces: [contentType.split(';', 1)[0] ?? contentType],
    },
    handler: async (request, reply) => {
      const changeType = parseChangeType(request.params.changeType);
      if (changeType === undefined) throw notFound();
      const file = await write(changeType);
      return reply
        .type(contentType)
        .header('content-disposition', `attachment; filename="${changeType}.${ending}"`)
        .send(file);
    },
  });
}

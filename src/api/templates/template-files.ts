import writeExcelFile from 'write-excel-file/node';
import type { ChangeType } from '../../domain/change-type.ts';
import { TEMPLATE_COLUMNS, type TemplateColumn } from './template-columns.ts';

/** Rows below the example that are text already, so that numbers which are pasted there keep all their digits. */
const TEXT_ROWS = 1_000;

/** A header and an example row. */
export function csvTemplate(changeType: ChangeType): string {
  const columns: readonly TemplateColumn[] = TEMPLATE_COLUMNS[changeType];
  const lines = [columns.map(({ title }) => title), columns.map(({ example }) => example)];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

/** The same as a workbook whose cells are formatted as text. */
export async function xlsxTemplate(changeType: ChangeType): Promise<Buffer> {
  const columns: readonly TemplateColumn[] = TEMPLATE_COLUMNS[changeType];
  const asText = (value: string) => ({ type: String, format: '@', value });
  const blank = columns.map(() => asText(''));
  const rows = [
    columns.map(({ title }) => ({ ...asText(title), fontWeight: 'bold' as const })),
    columns.map(({ example }) => asText(example)),
    ...Array.from({ length: TEXT_ROWS }, () => blank),
  ];
  const options = { sheet: 'Devices', columns: columns.map(({ width }) => ({ width })), stickyRowsCount: 1 };
  return writeExcelFile(rows, options).toBuffer();
}

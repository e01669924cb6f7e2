import type { BulkChangeAnswer } from '../../api/contracts/bulk-change.ts';
import { count } from '../output/count.ts';
import { safeText } from '../output/safe-text.ts';
import type { Terminal } from '../output/terminal.ts';

/** What is to be said of a row of a file. */
interface RowFault {
  readonly row: number;
  readonly column: string | null;
  readonly code: string;
  readonly detail: string;
}

/** How the rows of an uploaded file were read. */
export interface RowReport {
  readonly rows: number;
  readonly devices: number;
  readonly refused: number;
  readonly duplicates: number;
  readonly faults: readonly RowFault[];
  /** How many faults are not listed. */
  readonly moreFaults: number;
  readonly warnings: readonly RowFault[];
  readonly moreWarnings: number;
}

/** A change, and where it was made from a file, how the file was read. */
export type SubmitAnswer = BulkChangeAnswer & { readonly rowReport?: RowReport };

/** Tells how a file was read, with every row that is not as it should be. */
export function sayRowReport(terminal: Terminal, report: RowReport): void {
  const { rows, devices, refused, duplicates } = report;
  const counts = [
    count(rows, 'row'),
    count(devices, 'device'),
    `${refused.toLocaleString('en-US')} refused`,
    count(duplicates, 'duplicate'),
  ];
  terminal.say(`Read ${counts.join(', ')}.`);
  sayRows(terminal, report.faults, report.moreFaults, 'faults');
  sayRows(terminal, report.warnings, report.moreWarnings, 'warnings');
}

function sayRows(terminal: Terminal, rows: readonly RowFault[], more: number, word: string): void {
  for (const { row, column, detail, code } of rows) {
    const place = `row ${String(row)}${column === null ? '' : `, column ${column}`}`;
    terminal.say(`  - ${safeText(place)}: ${safeText(detail)} (${safeText(code)})`);
  }
  if (more > 0) terminal.say(`  and ${more.toLocaleString('en-US')} more ${word}`);
}

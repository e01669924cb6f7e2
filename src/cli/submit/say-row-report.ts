import type { RowReport } from '../../api/contracts/upload.ts';
import { count } from '../output/count.ts';
import { safeText } from '../output/safe-text.ts';
import type { Terminal } from '../output/terminal.ts';

/** Of the refused rows, and of the warnings. */
const MOST_LINES = 20;
/** More warnings of one kind say nothing new. */
const MOST_OF_A_KIND = 5;

type RowNote = RowReport['faults'][number];

/** A line of text, and how many notes it stands for. */
interface NoteLine {
  readonly text: string;
  readonly notes: number;
}

/** Tells how the file of a change was read: the rows that are refused, then those that may be a mistake. */
export function sayRowReport(terminal: Terminal, changeId: string, report: RowReport): void {
  const { rows, devices, refused, duplicates, faults, moreFaults, warnings, moreWarnings } = report;
  const counts = [
    count(rows, 'row'),
    count(devices, 'device'),
    `${refused.toLocaleString('en-US')} refused`,
    count(duplicates, 'duplicate'),
  ];
  terminal.say(`Read ${counts.join(', ')}.`);
  const whereToFindAll = `. All of them: millpond errors ${changeId} --csv errors.csv`;
  sayLines(terminal, 'Refused:', faults.map(lineOf), moreFaults, whereToFindAll);
  sayLines(terminal, 'Warnings:', warningLines(warnings), moreWarnings, '');
}

function sayLines(
  terminal: Terminal,
  heading: string,
  lines: readonly NoteLine[],
  unlisted: number,
  behindTheRest: string,
): void {
  if (lines.length === 0) return;
  terminal.say(heading);
  for (const { text } of lines.slice(0, MOST_LINES)) terminal.say(`  - ${text}`);
  const rest = lines.slice(MOST_LINES).reduce((sum, { notes }) => sum + notes, unlisted);
  if (rest > 0) terminal.say(`  and ${rest.toLocaleString('en-US')} more${behindTheRest}`);
}

/** In the order of the file; what there is much of is told once, with its number. */
function warningLines(warnings: readonly RowNote[]): readonly NoteLine[] {
  const kinds = new Map<string, RowNote[]>();
  for (const warning of warnings) {
    const kind = kinds.get(warning.code);
    if (kind === undefined) kinds.set(warning.code, [warning]);
    else kind.push(warning);
  }
  return warnings.flatMap((warning) => {
    const kind = kinds.get(warning.code) ?? [];
    if (kind.length <= MOST_OF_A_KIND) return [lineOf(warning)];
    if (kind[0] !== warning) return [];
    const others = (kind.length - 1).toLocaleString('en-US');
    return [{ text: `${lineOf(warning).text}, and ${others} more of this kind`, notes: kind.length }];
  });
}

function lineOf(note: RowNote): NoteLine {
  const { code, detail } = note;
  const text = namesItsPlace(note) ? detail : `${placeOf(note)}: ${detail}`;
  return { text: `${safeText(text)} (${safeText(code)})`, notes: 1 };
}

/** Row 0 is the file itself. */
function namesItsPlace({ row, detail }: RowNote): boolean {
  return row === 0 || new RegExp(`^Row ${String(row)}\\b`).test(detail);
}

function placeOf({ row, column }: RowNote): string {
  return `Row ${String(row)}${column === '' ? '' : `, column ${column}`}`;
}

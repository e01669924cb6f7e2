import { decoded, type TextEncoding } from './text-encoding.ts';

export interface CsvDialect {
  readonly delimiter: string;
  /** The file begins with a line such as `sep=;`, which spreadsheets understand and do not show. */
  readonly hasSeparatorLine: boolean;
}

const DELIMITERS = [',', ';', '\t'] as const;
/** The longest beginning that is looked at; a header is far shorter. */
const MAX_HEAD_CHARACTERS = 65_536;

/** Finds out by the header line how a CSV file separates its cells. */
export async function csvDialectOf(path: string, encoding: TextEncoding): Promise<CsvDialect> {
  const head = await headOf(path, encoding);
  const said = /^"?sep=(.)"?[^\S\r\n]*(\r\n|\r|\n|$)/i.exec(head)?.[1];
  if (said !== undefined) return { delimiter: said, hasSeparatorLine: true };
  return { delimiter: mostFrequent(head.trimStart()), hasSeparatorLine: false };
}

async function headOf(path: string, encoding: TextEncoding): Promise<string> {
  let head = '';
  for await (const piece of decoded(path, encoding)) {
    head += piece;
    if (head.length >= MAX_HEAD_CHARACTERS) break;
  }
  return head.slice(0, MAX_HEAD_CHARACTERS);
}

/** Up to the end of the first line; what stands in quotes does not count. */
function mostFrequent(head: string): string {
  const counts = DELIMITERS.map(() => 0);
  let isQuoted = false;
  for (const character of head) {
    if (character === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (character === '\n' || character === '\r') break;
    const index = DELIMITERS.findIndex((delimiter) => delimiter === character);
    if (index >= 0) counts[index] = (counts[index] ?? 0) + 1;
  }
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

import type { Cell } from '../file-row.ts';
import { damaged } from './archive.ts';
import { dateText } from './date-text.ts';
import type { DateStyles } from './date-styles.ts';
import type { TextList } from './text-list.ts';

/** A cell as the sheet writes it. */
export interface RawCell {
  readonly type: string;
  readonly style: number;
  readonly hasFormula: boolean;
  /** What stands in `v`, or the words of an inline text. */
  readonly value: string;
}

export interface CellContext {
  readonly strings: TextList;
  readonly isDateStyle: DateStyles;
  readonly from1904: boolean;
}

/** What a cell holds; undefined when it is blank. @throws UnreadableFileError */
export function cellOf(raw: RawCell, context: CellContext): Cell | undefined {
  if (raw.hasFormula) return { kind: 'formula', text: raw.value };
  if (raw.value === '') return undefined;
  switch (raw.type) {
    case 's':
      return sharedText(raw.value, context.strings);
    case 'inlineStr':
    case 'str':
      return raw.value;
    case 'b':
      return raw.value === '1' ? 'TRUE' : 'FALSE';
    case 'e':
      return { kind: 'error', text: raw.value };
    case 'd':
      return { kind: 'date', text: raw.value };
    default:
      return numberCell(raw, context);
  }
}

function sharedText(index: string, strings: TextList): string {
  const text = strings.at(Number(index));
  if (text === undefined) throw damaged(new Error('a cell refers to a text that is not there'));
  return text;
}

function numberCell({ value, style }: RawCell, { isDateStyle, from1904 }: CellContext): Cell {
  const date = isDateStyle(style) ? dateText(Number(value), from1904) : undefined;
  return date === undefined ? { kind: 'number', text: value } : { kind: 'date', text: date };
}

import { safeText } from './safe-text.ts';
import type { Colour } from './style.ts';
import type { Terminal } from './terminal.ts';

export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string | number | null;
  readonly align?: 'right';
  readonly colour?: (row: Row) => Colour | undefined;
}

/** Prints rows under their titles, aligned; `empty` says what it means that there are none. */
export function printTable<Row>(
  terminal: Terminal,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  empty: string,
): void {
  if (rows.length === 0) {
    terminal.print(empty);
    return;
  }
  const cells = rows.map((row) => columns.map(({ text }) => safeText(String(text(row) ?? '-'))));
  const widths = columns.map(({ title }, index) =>
    cells.reduce((widest, line) => Math.max(widest, line[index]?.length ?? 0), title.length),
  );
  const line = (texts: readonly string[], paint: (text: string, index: number) => string) =>
    texts
      .map((text, index) => paint(fit(text, index), index))
      .join('  ')
      .trimEnd();
  // The last column may be as long as it likes: blanks behind it would only wrap.
  const fit = (text: string, index: number) => {
    const width = index === columns.length - 1 ? 0 : (widths[index] ?? 0);
    return columns[index]?.align === 'right' ? text.padStart(widths[index] ?? 0) : text.padEnd(width);
  };
  const titles = columns.map(({ title }) => title);
  terminal.print(line(titles, (text) => terminal.style('bold', text)));
  for (const [number, row] of rows.entries()) {
    const paint = (text: string, index: number) => {
      const colour = columns[index]?.colour?.(row);
      return colour === undefined ? text : terminal.style(colour, text);
    };
    terminal.print(line(cells[number] ?? [], paint));
  }
}

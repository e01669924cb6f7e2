import type { Session } from '../cli.ts';
import type { Page } from '../http/collect-pages.ts';
import { printTable, type Column } from './table.ts';
import type { Terminal } from './terminal.ts';

/** Prints a list for a program as one document, for a person as a table that says when it is not all. */
export function printList<Item>(
  { json }: Session,
  terminal: Terminal,
  page: Page<Item>,
  columns: readonly Column<Item>[],
  empty: string,
): void {
  if (json) {
    terminal.print(JSON.stringify(page, null, 2));
    return;
  }
  printTable(terminal, columns, page.items, empty);
  if (page.nextCursor !== null) terminal.say('There are more: --limit shows more of them.');
}

import { safeText } from './safe-text.ts';
import type { Terminal } from './terminal.ts';

/** A name and what it is; null leaves the line out. */
export type Fact = readonly [name: string, value: string | number | null];

/** Prints names and values in two aligned columns. */
export function printFacts(terminal: Terminal, facts: readonly Fact[]): void {
  const shown = facts.filter(([, value]) => value !== null);
  const width = Math.max(...shown.map(([name]) => name.length));
  for (const [name, value] of shown) {
    terminal.print(`${terminal.style('dim', name.padEnd(width))}  ${safeText(String(value))}`);
  }
}

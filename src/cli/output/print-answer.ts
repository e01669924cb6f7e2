import type { Session } from '../cli.ts';
import type { Terminal } from './terminal.ts';

/** Prints an answer for a program as JSON, for a person as text. */
export function printAnswer<Answer>(
  { json }: Session,
  terminal: Terminal,
  answer: Answer,
  asText: (answer: Answer) => void,
): void {
  if (json) terminal.print(JSON.stringify(answer, null, 2));
  else asText(answer);
}

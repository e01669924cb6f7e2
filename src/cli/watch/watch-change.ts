import type { BulkChangeAnswer } from '../../api/contracts/bulk-change.ts';
import type { Cli, Session } from '../cli.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { changePath } from '../http/change-path.ts';
import { printChange } from '../output/change-text.ts';
import { applyUpdate, type ChangeView } from './change-view.ts';
import { followChange } from './follow-change.ts';
import { createProgressDisplay } from './progress-display.ts';

/**
 * Shows a change until it has ended, and ends the program with 1 when not every device was processed. Whoever stops watching
 * does not stop the change, and is told so.
 */
export async function watchChange(cli: Cli, session: Session, change: BulkChangeAnswer): Promise<void> {
  const { terminal } = cli;
  const display = createProgressDisplay(terminal, cli.now, session.json);
  const say = (text: string): void => {
    display.end();
    terminal.say(text);
  };
  try {
    let view: ChangeView = change;
    for await (const update of followChange({ api: session.api, wait: cli.wait }, change)) {
      view = applyUpdate(view, update);
      display.show(view, update);
    }
  } catch (error) {
    say(`No longer watching; the change goes on. Watch it again with: millpond watch ${change.id}`);
    throw error;
  }
  display.end();
  await showEnd(cli, session, change.id);
}

async function showEnd({ terminal, endWith }: Cli, { api, json }: Session, id: string): Promise<void> {
  const ended = await api.get<BulkChangeAnswer>(changePath(id));
  if (json) terminal.print(JSON.stringify({ event: 'end', id, change: ended }));
  else printChange(terminal, ended);
  if (ended.status === 'PROCESSED') return;
  endWith(EXIT_CODES.endedWithFailures.code);
  if (!json) for (const line of adviceLines(ended)) terminal.say(line);
}

function adviceLines({ id, counts }: BulkChangeAnswer): readonly string[] {
  const sentence = 'Not every device was processed.';
  if (counts.error + counts.unknown === 0) return [sentence];
  return [
    `${sentence} To see why: millpond errors ${id}`,
    `To correct them and try again: millpond errors ${id} --csv errors.csv, then millpond submit errors.csv`,
  ];
}

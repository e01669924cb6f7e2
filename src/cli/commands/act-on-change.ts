import type { Command } from 'commander';
import type { BulkChangeAnswer } from '../../api/contracts/bulk-change.ts';
import type { Cli, Session } from '../cli.ts';
import type { PostOptions } from '../http/api.ts';
import { printChange } from '../output/change-text.ts';
import { printAnswer } from '../output/print-answer.ts';
import { watchChange } from '../watch/watch-change.ts';
import { changePath } from '../http/change-path.ts';

export interface Act {
  readonly id: string;
  /** The last part of the address: `pause`. */
  readonly action: string;
  readonly body?: object;
  readonly headers?: PostOptions['headers'];
  /** Follow the change afterwards. */
  readonly watch?: boolean | undefined;
}

/** Asks the API to do something with a change, and shows the change as it stands then. */
export async function actOnChange(cli: Cli, command: Command, act: Act): Promise<void> {
  const session = await cli.connect(command);
  const options = act.headers === undefined ? {} : { headers: act.headers };
  const change = await session.api.post<BulkChangeAnswer>(
    changePath(act.id, act.action),
    act.body ?? {},
    options,
  );
  await showChange(cli, session, change, act.watch);
}

/** Shows a change at once, or until it has ended. */
export async function showChange(
  cli: Cli,
  session: Session,
  change: BulkChangeAnswer,
  watch: boolean | undefined,
): Promise<void> {
  if (watch === true) {
    cli.terminal.say(`Watching change ${change.id}.`);
    await watchChange(cli, session, change);
    return;
  }
  printAnswer(session, cli.terminal, change, (answer) => {
    printChange(cli.terminal, answer);
  });
}

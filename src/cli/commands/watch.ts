import type { Command } from 'commander';
import type { BulkChangeAnswer } from '../../api/contracts/bulk-change.ts';
import type { Cli } from '../cli.ts';
import { watchChange } from '../watch/watch-change.ts';
import { changeArgument } from './change-argument.ts';
import { changePath } from '../http/change-path.ts';
import { EXAMPLE_ID, examples } from './examples.ts';

export function defineWatch(command: Command, cli: Cli): void {
  command
    .addArgument(changeArgument())
    .addHelpText('after', examples(`millpond watch ${EXAMPLE_ID}`, `millpond watch ${EXAMPLE_ID} --json`))
    .addHelpText('after', '\nCtrl-C stops watching; the change goes on. With --json: one object a line.')
    .action(async (id: string) => {
      const session = await cli.connect(command);
      await watchChange(cli, session, await session.api.get<BulkChangeAnswer>(changePath(id)));
    });
}

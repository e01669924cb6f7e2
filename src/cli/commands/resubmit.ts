import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { actOnChange } from './act-on-change.ts';
import { changeArgument } from './change-argument.ts';
import { EXAMPLE_ID, examples } from './examples.ts';

export function defineResubmit(command: Command, cli: Cli): void {
  command
    .addArgument(changeArgument())
    .option('--hold', 'only store the new change: look at its plan, then process it')
    .option('--watch', 'follow the new change until it ends')
    .addHelpText('after', examples(`millpond resubmit ${EXAMPLE_ID} --watch`))
    .action(async (id: string, { hold, watch }: { hold?: boolean; watch?: boolean }) => {
      await actOnChange(cli, command, {
        id,
        action: 'resubmit',
        body: { processChanges: hold !== true },
        watch,
      });
    });
}

import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { actOnChange } from './act-on-change.ts';
import { changeArgument } from './change-argument.ts';
import { EXAMPLE_ID, examples } from './examples.ts';

export function defineReject(command: Command, cli: Cli): void {
  command
    .addArgument(changeArgument())
    .option('--reason <text>', 'why, for those who look at the change; name nobody')
    .addHelpText('after', examples(`millpond reject ${EXAMPLE_ID} --reason "wrong list"`))
    .action(async (id: string, { reason }: { reason?: string }) => {
      await actOnChange(cli, command, { id, action: 'reject', body: reason === undefined ? {} : { reason } });
    });
}

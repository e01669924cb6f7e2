import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { actOnChange } from './act-on-change.ts';
import { changeArgument } from './change-argument.ts';
import { EXAMPLE_ID, examples } from './examples.ts';

export function defineResume(command: Command, cli: Cli): void {
  command
    .addArgument(changeArgument())
    .addHelpText('after', examples(`millpond resume ${EXAMPLE_ID}`))
    .action(async (id: string) => {
      await actOnChange(cli, command, { id, action: 'resume' });
    });
}

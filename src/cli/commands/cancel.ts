import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { actOnChange } from './act-on-change.ts';
import { changeArgument } from './change-argument.ts';
import { EXAMPLE_ID, examples } from './examples.ts';

export function defineCancel(command: Command, cli: Cli): void {
  command
    .addArgument(changeArgument())
    .option('--immediate', 'also give up devices that are at work and have sent nothing yet')
    .addHelpText(
      'after',
      examples(`millpond cancel ${EXAMPLE_ID}`, `millpond cancel ${EXAMPLE_ID} --immediate`),
    )
    .action(async (id: string, { immediate }: { immediate?: boolean }) => {
      const mode = immediate === true ? 'immediate' : 'graceful';
      await actOnChange(cli, command, { id, action: 'cancel', body: { mode } });
    });
}

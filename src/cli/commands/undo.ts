import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { actOnChange } from './act-on-change.ts';
import { changeArgument } from './change-argument.ts';
import { EXAMPLE_ID, examples } from './examples.ts';

interface UndoOptions {
  readonly hold?: boolean;
  readonly requiresApproval?: boolean;
  readonly watch?: boolean;
}

export function defineUndo(command: Command, cli: Cli): void {
  command
    .addArgument(changeArgument())
    .option('--hold', 'only store the new change: look at its plan, then process it')
    .option('--requires-approval', 'a second person has to approve the new change first')
    .option('--watch', 'follow the new change until it ends')
    .addHelpText(
      'after',
      examples(`millpond undo ${EXAMPLE_ID} --hold`, `millpond undo ${EXAMPLE_ID} --watch`),
    )
    .action(async (id: string, { hold, requiresApproval, watch }: UndoOptions) => {
      const body = {
        processChanges: hold !== true,
        ...(requiresApproval === undefined ? {} : { requiresApproval }),
      };
      await actOnChange(cli, command, { id, action: 'undo', body, watch });
    });
}

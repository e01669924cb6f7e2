import type { Command } from 'commander';
import { ERROR_CLASSES } from '../../domain/error-class.ts';
import type { Cli } from '../cli.ts';
import { actOnChange } from './act-on-change.ts';
import { changeArgument } from './change-argument.ts';
import { choiceOption } from './choice-option.ts';
import { EXAMPLE_ID, examples } from './examples.ts';

interface RetryOptions {
  readonly errorClass?: string;
  readonly errorCode?: string;
  readonly device?: readonly string[];
  readonly watch?: boolean;
}

export function defineRetry(command: Command, cli: Cli): void {
  command
    .addArgument(changeArgument())
    .addOption(choiceOption('--error-class <class>', 'only devices that failed so', ERROR_CLASSES))
    .option('--error-code <code>', 'only devices that failed with this code')
    .option('--device <id...>', 'only these device changes (millpond devices --json shows their ids)')
    .option('--watch', 'follow the change until it ends')
    .addHelpText(
      'after',
      examples(
        `millpond retry ${EXAMPLE_ID} --watch`,
        `millpond retry ${EXAMPLE_ID} --error-code carrier.rejected`,
      ),
    )
    .action(async (id: string, { errorClass, errorCode, device, watch }: RetryOptions) => {
      const body = {
        ...(errorClass === undefined ? {} : { errorClass }),
        ...(errorCode === undefined ? {} : { errorCode }),
        ...(device === undefined ? {} : { deviceChangeIds: device }),
      };
      await actOnChange(cli, command, { id, action: 'retry', body, watch });
    });
}

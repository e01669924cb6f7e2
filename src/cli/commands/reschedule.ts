import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { actOnChange } from './act-on-change.ts';
import { changeArgument } from './change-argument.ts';
import { EXAMPLE_ID, examples } from './examples.ts';

export function defineReschedule(command: Command, cli: Cli): void {
  command
    .addArgument(changeArgument())
    .argument('<date>', 'an instant (2026-12-01T08:30:00Z), or a local date or date-time')
    .option('--time-zone <name>', 'IANA zone of a local date; default: the change’s, else the provider’s')
    .addHelpText(
      'after',
      examples(
        `millpond reschedule ${EXAMPLE_ID} 2026-12-01`,
        `millpond reschedule ${EXAMPLE_ID} 2026-12-01T22:00 --time-zone America/New_York`,
      ),
    )
    .action(async (id: string, effectiveDate: string, { timeZone }: { timeZone?: string }) => {
      const body = { effectiveDate, ...(timeZone === undefined ? {} : { timeZone }) };
      await actOnChange(cli, command, { id, action: 'reschedule', body });
    });
}

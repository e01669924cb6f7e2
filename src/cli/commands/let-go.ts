import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { actOnChange } from './act-on-change.ts';
import { changeArgument } from './change-argument.ts';
import { EXAMPLE_ID, examples } from './examples.ts';
import { ifPlanIs } from './if-plan-is.ts';

/** A command that lets a change go which has waited for it, if its plan is still the one that was seen. */
export function defineLetGo(action: 'approve' | 'process') {
  return (command: Command, cli: Cli): void => {
    command
      .addArgument(changeArgument())
      .option(
        '--plan-hash <hash>',
        'only if the plan is still the one with this hash (millpond plan shows it)',
      )
      .option('--watch', 'follow the change until it ends')
      .addHelpText(
        'after',
        examples(
          `millpond ${action} ${EXAMPLE_ID} --watch`,
          `millpond ${action} ${EXAMPLE_ID} --plan-hash 3f2a…`,
        ),
      )
      .action(async (id: string, { planHash, watch }: { planHash?: string; watch?: boolean }) => {
        await actOnChange(cli, command, { id, action, headers: ifPlanIs(planHash), watch });
      });
  };
}

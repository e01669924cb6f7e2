import type { Command } from 'commander';
import type { BulkChangeAnswer } from '../../api/contracts/bulk-change.ts';
import type { Cli } from '../cli.ts';
import { printChange } from '../output/change-text.ts';
import { printAnswer } from '../output/print-answer.ts';
import { changeArgument } from './change-argument.ts';
import { changePath } from '../http/change-path.ts';
import { EXAMPLE_ID, examples } from './examples.ts';

export function defineShow(command: Command, cli: Cli): void {
  command
    .addArgument(changeArgument())
    .addHelpText('after', examples(`millpond show ${EXAMPLE_ID}`, `millpond show ${EXAMPLE_ID} --json`))
    .action(async (id: string) => {
      const session = await cli.connect(command);
      const change = await session.api.get<BulkChangeAnswer>(changePath(id));
      printAnswer(session, cli.terminal, change, (answer) => {
        printChange(cli.terminal, answer);
      });
    });
}

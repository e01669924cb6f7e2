import type { Command } from 'commander';
import type { z } from 'zod';
import type { errorCauseSchema } from '../../api/contracts/device-change.ts';
import type { Cli } from '../cli.ts';
import { collectPages } from '../http/collect-pages.ts';
import { download } from '../output/download.ts';
import { printList } from '../output/print-list.ts';
import type { Column } from '../output/table.ts';
import { changeArgument } from './change-argument.ts';
import { changePath } from '../http/change-path.ts';
import { EXAMPLE_ID, examples } from './examples.ts';

type ErrorCause = z.output<typeof errorCauseSchema>;

/** Causes are few: they are read all at once. */
const MOST_CAUSES = 1_000;

const COLUMNS: readonly Column<ErrorCause>[] = [
  { title: 'DEVICES', text: ({ count }) => count, align: 'right' },
  { title: 'ERROR', text: ({ errorCode }) => errorCode, colour: () => 'red' },
  { title: 'CLASS', text: ({ errorClass }) => errorClass },
  { title: 'WHAT HAPPENED, AND WHAT TO DO', text: (cause) => causeText(cause) },
];

export function defineErrors(command: Command, cli: Cli): void {
  command
    .addArgument(changeArgument())
    .option('--csv <file>', 'save the failed devices to correct and submit them again; - for the output')
    .addHelpText(
      'after',
      examples(
        `millpond errors ${EXAMPLE_ID}`,
        `millpond errors ${EXAMPLE_ID} --csv errors.csv`,
        'millpond submit errors.csv    # once its cells are corrected',
      ),
    )
    .action(async (id: string, { csv }: { csv?: string }) => {
      const session = await cli.connect(command);
      if (csv !== undefined) {
        await download(cli, session, { path: changePath(id, 'errors.csv'), accept: 'text/csv', target: csv });
        return;
      }
      const page = await collectPages<ErrorCause>(session.api, changePath(id, 'errors'), {}, MOST_CAUSES);
      printList(session, cli.terminal, page, COLUMNS, 'No device has failed.');
    });
}

function causeText({ errorMessage, suggestedAction }: ErrorCause): string {
  return errorMessage === null ? suggestedAction : `${errorMessage} -> ${suggestedAction}`;
}

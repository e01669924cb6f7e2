import type { Command } from 'commander';
import type { z } from 'zod';
import type { logEntrySchema } from '../../api/contracts/device-change.ts';
import type { Cli } from '../cli.ts';
import { collectPages } from '../http/collect-pages.ts';
import { emptyText } from '../output/empty-text.ts';
import { printList } from '../output/print-list.ts';
import type { Column } from '../output/table.ts';
import { timeText } from '../output/time-text.ts';
import { changeArgument } from './change-argument.ts';
import { changePath } from '../http/change-path.ts';
import { EXAMPLE_ID, examples } from './examples.ts';
import { limitOption } from './number-option.ts';

type LogEntry = z.output<typeof logEntrySchema>;

const COLUMNS: readonly Column<LogEntry>[] = [
  { title: 'TIME', text: ({ createdAt }) => timeText(createdAt) },
  { title: 'WHAT', text: ({ description }) => description },
  { title: 'TRY', text: ({ attempt }) => attempt, align: 'right' },
  {
    title: 'ANSWER',
    text: ({ responseStatus }) => responseStatus,
    colour: ({ hasErrors }) => (hasErrors ? 'red' : undefined),
  },
  { title: 'MS', text: ({ durationMs }) => durationMs, align: 'right' },
  { title: 'ERROR', text: ({ errorText }) => errorText },
];

export function defineLogs(command: Command, cli: Cli): void {
  command
    .addArgument(changeArgument())
    .option('--device <id>', 'only of this device change (millpond devices --json shows the ids)')
    .addOption(limitOption(100))
    .addHelpText(
      'after',
      examples(
        `millpond logs ${EXAMPLE_ID}`,
        `millpond logs ${EXAMPLE_ID} --json    # with requests and answers`,
      ),
    )
    .action(async (id: string, { device, limit }: { device?: string; limit: number }) => {
      const session = await cli.connect(command);
      const query = { deviceChangeId: device };
      const page = await collectPages<LogEntry>(session.api, changePath(id, 'logs'), query, limit);
      printList(session, cli.terminal, page, COLUMNS, emptyText('call', query));
    });
}

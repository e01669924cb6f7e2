import type { Command } from 'commander';
import type { BulkChangeAnswer } from '../../api/contracts/bulk-change.ts';
import { BULK_CHANGE_STATUSES } from '../../domain/bulk-change-status.ts';
import { CHANGE_TYPES } from '../../domain/change-type.ts';
import type { Cli } from '../cli.ts';
import { collectPages } from '../http/collect-pages.ts';
import { statusColour } from '../output/change-text.ts';
import { emptyText } from '../output/empty-text.ts';
import { printList } from '../output/print-list.ts';
import type { Column } from '../output/table.ts';
import { timeText } from '../output/time-text.ts';
import { findProvider } from '../submit/find-provider.ts';
import { choiceOption } from './choice-option.ts';
import { examples } from './examples.ts';
import { limitOption } from './number-option.ts';

interface ListOptions {
  readonly status?: string;
  readonly type?: string;
  readonly provider?: string;
  readonly createdAfter?: string;
  readonly createdBefore?: string;
  readonly search?: string;
  readonly limit: number;
}

const COLUMNS: readonly Column<BulkChangeAnswer>[] = [
  { title: 'CHANGE', text: ({ id }) => id },
  { title: 'TYPE', text: ({ changeType }) => changeType },
  { title: 'AT', text: ({ integration }) => integration },
  { title: 'STATUS', text: ({ status }) => status, colour: ({ status }) => statusColour(status) },
  { title: 'DEVICES', text: ({ counts }) => counts.total, align: 'right' },
  { title: 'DONE', text: ({ progress }) => `${String(progress.percent)} %`, align: 'right' },
  { title: 'FAILED', text: ({ counts }) => counts.error + counts.unknown, align: 'right' },
  { title: 'SUBMITTED', text: ({ createdAt }) => timeText(createdAt) },
  { title: 'BY', text: ({ createdBy }) => createdBy },
];

export function defineList(command: Command, cli: Cli): void {
  command
    .addOption(choiceOption('--status <status>', 'only changes in this status', BULK_CHANGE_STATUSES))
    .addOption(choiceOption('--type <type>', 'only changes of this type', CHANGE_TYPES))
    .option('--provider <name|id>', 'only changes of this service provider')
    .option('--created-after <instant>', 'submitted then or later: 2026-12-01T00:00:00Z')
    .option('--created-before <instant>', 'submitted earlier')
    .option('--search <text>', 'a device, or a part of the submitter or of the provider’s name')
    .addOption(limitOption(50))
    .addHelpText(
      'after',
      examples(
        'millpond list --status ERROR --limit 10',
        'millpond list --search 89019990000001000120 --json',
      ),
    )
    .action(async (options: ListOptions) => {
      const session = await cli.connect(command);
      const { status, type, provider, createdAfter, createdBefore, search, limit } = options;
      const serviceProviderId =
        provider === undefined ? undefined : (await findProvider(session.api, provider)).id;
      const query = { status, changeType: type, serviceProviderId, createdAfter, createdBefore, q: search };
      const page = await collectPages<BulkChangeAnswer>(session.api, '/v1/bulk-changes', query, limit);
      printList(session, cli.terminal, page, COLUMNS, emptyText('change', query));
    });
}

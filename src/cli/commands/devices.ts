import type { Command } from 'commander';
import type { z } from 'zod';
import type { deviceChangeSchema } from '../../api/contracts/device-change.ts';
import { DEVICE_CHANGE_STATUSES } from '../../domain/device-change-status.ts';
import { ERROR_CLASSES } from '../../domain/error-class.ts';
import type { Cli } from '../cli.ts';
import { collectPages } from '../http/collect-pages.ts';
import { emptyText } from '../output/empty-text.ts';
import { printList } from '../output/print-list.ts';
import type { Column } from '../output/table.ts';
import { timeText } from '../output/time-text.ts';
import { changeArgument } from './change-argument.ts';
import { changePath } from '../http/change-path.ts';
import { choiceOption } from './choice-option.ts';
import { EXAMPLE_ID, examples } from './examples.ts';
import { limitOption } from './number-option.ts';

type DeviceChange = z.output<typeof deviceChangeSchema>;

interface DevicesOptions {
  readonly status?: string;
  readonly errorClass?: string;
  readonly errorCode?: string;
  readonly search?: string;
  readonly limit: number;
}

const COLUMNS: readonly Column<DeviceChange>[] = [
  { title: 'ROW', text: ({ rowNumber }) => rowNumber, align: 'right' },
  { title: 'DEVICE', text: ({ identifier }) => identifier },
  { title: 'STATUS', text: ({ status }) => status },
  { title: 'TRIES', text: ({ attempts }) => attempts, align: 'right' },
  { title: 'FINISHED', text: ({ finishedAt }) => timeText(finishedAt) },
  { title: 'ERROR', text: ({ errorCode }) => errorCode },
  { title: 'MESSAGE', text: ({ errorMessage }) => errorMessage },
];

export function defineDevices(command: Command, cli: Cli): void {
  command
    .addArgument(changeArgument())
    .addOption(choiceOption('--status <status>', 'only devices in this status', DEVICE_CHANGE_STATUSES))
    .addOption(choiceOption('--error-class <class>', 'only devices that failed so', ERROR_CLASSES))
    .option('--error-code <code>', 'only devices that failed with this code')
    .option('--search <text>', 'a part of the ICCID or number')
    .addOption(limitOption(50))
    .addHelpText(
      'after',
      examples(`millpond devices ${EXAMPLE_ID} --status ERROR`, `millpond devices ${EXAMPLE_ID} --json`),
    )
    .action(async (id: string, { status, errorClass, errorCode, search, limit }: DevicesOptions) => {
      const session = await cli.connect(command);
      const query = { status, errorClass, errorCode, q: search };
      const page = await collectPages<DeviceChange>(session.api, changePath(id, 'devices'), query, limit);
      printList(session, cli.terminal, page, COLUMNS, emptyText('device', query));
    });
}

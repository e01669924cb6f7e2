import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { collectPages } from '../http/collect-pages.ts';
import { emptyText } from '../output/empty-text.ts';
import { printList } from '../output/print-list.ts';
import type { Column } from '../output/table.ts';
import type { ServiceProvider } from '../submit/find-provider.ts';
import { examples } from './examples.ts';
import { limitOption } from './number-option.ts';

const COLUMNS: readonly Column<ServiceProvider>[] = [
  { title: 'PROVIDER', text: ({ id }) => id },
  { title: 'NAME', text: ({ name }) => name },
  { title: 'INTEGRATION', text: ({ integration }) => integration },
  { title: 'WRITES', text: ({ writeEnabled }) => (writeEnabled ? 'yes' : 'no') },
  { title: 'TIME ZONE', text: ({ timeZone }) => timeZone },
  { title: 'ADDRESS', text: ({ baseUrl }) => baseUrl },
];

export function defineProviders(command: Command, cli: Cli): void {
  command
    .addOption(limitOption(100))
    .addHelpText('after', examples('millpond providers', 'millpond providers --json'))
    .action(async ({ limit }: { limit: number }) => {
      const session = await cli.connect(command);
      const page = await collectPages<ServiceProvider>(session.api, '/v1/service-providers', {}, limit);
      printList(session, cli.terminal, page, COLUMNS, emptyText('service provider'));
    });
}

import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { findProvider } from '../submit/find-provider.ts';
import { printSync, type InventorySync } from '../watch/inventory-sync.ts';
import { watchSync } from '../watch/watch-sync.ts';
import { examples } from './examples.ts';

export function defineSync(command: Command, cli: Cli): void {
  command
    .argument('<provider>', 'name or id of the service provider')
    .option('--watch', 'wait until the sync has ended')
    .addHelpText('after', examples('millpond sync "Demo Jasper" --watch'))
    .addHelpText('after', '\nWith --json: one object a line.')
    .action(async (provider: string, { watch }: { watch?: boolean }) => {
      const session = await cli.connect(command);
      const { id } = await findProvider(session.api, provider);
      const path = `/v1/service-providers/${id}`;
      const started = await session.api.post<InventorySync>(`${path}/sync`);
      const sync = watch === true ? await watchSync(cli, session, started) : started;
      if (session.json) cli.terminal.print(JSON.stringify(sync));
      else printSync(cli.terminal, sync);
      const isWell = sync.status === 'RUNNING' || sync.status === 'COMPLETED';
      if (!isWell) cli.endWith(EXIT_CODES.endedWithFailures.code);
    });
}

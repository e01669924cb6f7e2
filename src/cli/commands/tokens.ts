import type { Command } from 'commander';
import type { z } from 'zod';
import type { apiTokenSchema, newApiTokenSchema } from '../../api/contracts/api-token.ts';
import { ROLES } from '../../domain/permission.ts';
import type { Cli } from '../cli.ts';
import { collectPages } from '../http/collect-pages.ts';
import { printAnswer } from '../output/print-answer.ts';
import { emptyText } from '../output/empty-text.ts';
import { printList } from '../output/print-list.ts';
import type { Column } from '../output/table.ts';
import { timeText } from '../output/time-text.ts';
import { idArgument } from './change-argument.ts';
import { choiceOption } from './choice-option.ts';
import { EXAMPLE_ID, examples } from './examples.ts';
import { limitOption } from './number-option.ts';

type ApiToken = z.output<typeof apiTokenSchema>;
type NewApiToken = z.output<typeof newApiTokenSchema>;

const COLUMNS: readonly Column<ApiToken>[] = [
  { title: 'TOKEN', text: ({ id }) => id },
  { title: 'NAME', text: ({ name }) => name },
  { title: 'ROLE', text: ({ role }) => role },
  { title: 'ENDS IN', text: ({ hint }) => hint },
  { title: 'CREATED', text: ({ createdAt }) => timeText(createdAt) },
  { title: 'LAST USED', text: ({ lastUsedAt }) => timeText(lastUsedAt) },
  { title: 'EXPIRES', text: ({ expiresAt }) => timeText(expiresAt) },
  { title: 'REVOKED', text: ({ revokedAt }) => timeText(revokedAt) },
];

export function defineTokens(command: Command, cli: Cli): void {
  defineListTokens(command.command('list').description('list the API tokens of the tenant'), cli);
  defineCreateToken(command.command('create').description('create an API token, which is shown once'), cli);
  defineRevokeToken(command.command('revoke').description('revoke an API token, for good and at once'), cli);
  command.addHelpText('after', examples('millpond tokens list', 'millpond tokens create --help'));
}

function defineListTokens(command: Command, cli: Cli): void {
  command
    .addOption(limitOption(100))
    .addHelpText('after', examples('millpond tokens list'))
    .action(async ({ limit }: { limit: number }) => {
      const session = await cli.connect(command);
      const page = await collectPages<ApiToken>(session.api, '/v1/api-tokens', {}, limit);
      printList(session, cli.terminal, page, COLUMNS, emptyText('token'));
    });
}

function defineCreateToken(command: Command, cli: Cli): void {
  command
    .argument('<name>', 'what it is for')
    .addOption(choiceOption('--role <role>', 'what it may do', ROLES).makeOptionMandatory())
    .option('--expires <instant>', 'when it ends: 2027-12-01T00:00:00Z; default: never')
    .addHelpText(
      'after',
      examples('millpond tokens create "nightly import" --role operator --expires 2027-12-01T00:00:00Z'),
    )
    .action(async (name: string, { role, expires }: { role: string; expires?: string }) => {
      const session = await cli.connect(command);
      const body = { name, role, ...(expires === undefined ? {} : { expiresAt: expires }) };
      const created = await session.api.post<NewApiToken>('/v1/api-tokens', body);
      printAnswer(session, cli.terminal, created, ({ id, token }) => {
        cli.terminal.say(`Token ${id} is made. It is shown this once:`);
        cli.terminal.print(token);
      });
    });
}

function defineRevokeToken(command: Command, cli: Cli): void {
  command
    .addArgument(idArgument('the id of the token (millpond tokens list shows it)'))
    .addHelpText('after', examples(`millpond tokens revoke ${EXAMPLE_ID}`))
    .action(async (id: string) => {
      const session = await cli.connect(command);
      const revoked = await session.api.post<ApiToken>(`/v1/api-tokens/${id}/revoke`);
      printAnswer(session, cli.terminal, revoked, ({ name }) => {
        cli.terminal.print(`The token "${name}" is revoked.`);
      });
    });
}

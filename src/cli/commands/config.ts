import { Argument, type Command } from 'commander';
import type { Cli } from '../cli.ts';
import { usageFailure } from '../command-failure.ts';
import { readApiAddress } from '../connection/api-address.ts';
import { configFile, readConfigFile, writeConfigFile } from '../connection/config-file.ts';
import { askForToken, readTokenFile } from '../connection/read-token.ts';
import { findConnection, type ConnectionOptions } from '../connection/resolve-connection.ts';
import { printFacts } from '../output/facts.ts';
import { examples } from './examples.ts';

export function defineConfig(command: Command, cli: Cli): void {
  defineSet(command.command('set').description('keep the address or the token'), cli);
  defineShowConfig(command.command('show').description('show what is used and where it comes from'), cli);
  command.addHelpText(
    'after',
    examples('millpond config set api https://millpond.example', 'millpond config show'),
  );
}

function defineSet(command: Command, cli: Cli): void {
  command
    .addArgument(new Argument('<name>', 'what to keep').choices(['api', 'token']))
    .argument('[address]', 'for api; a token is asked for, or read from --token-file or the standard input')
    .addHelpText(
      'after',
      examples(
        'millpond config set api https://millpond.example',
        'millpond config set token',
        'millpond config set token --token-file token.txt',
      ),
    )
    .action(async (name: string, address: string | undefined) => {
      const options = command.optsWithGlobals<ConnectionOptions>();
      if (name === 'api') await setApi(cli, address ?? options.api, options.insecure ?? false);
      else await setToken(cli, address, options.tokenFile);
    });
}

async function setApi(
  { environment, terminal }: Cli,
  address: string | undefined,
  insecure: boolean,
): Promise<void> {
  if (address === undefined) throw usageFailure('Which address?', 'millpond config set api https://…');
  const file = configFile(environment);
  const stored = await readConfigFile(file, terminal.say);
  const api = readApiAddress(address, insecure);
  // A token is for the API that gave it: another one must not see it.
  const isOther = stored.api !== undefined && stored.api !== api && stored.token !== undefined;
  await writeConfigFile(file, isOther || stored.token === undefined ? { api } : { api, token: stored.token });
  terminal.say(`The API is ${api} (${file}).`);
  if (isOther)
    terminal.say('The former token belongs to the former address and is forgotten: set a new one.');
}

async function setToken(
  { environment, terminal, signal }: Cli,
  word: string | undefined,
  tokenFile?: string,
): Promise<void> {
  if (word !== undefined) {
    throw usageFailure(
      'A token does not belong on the command line: it stays in the history of the shell.',
      'Run "millpond config set token" and paste it, or name a file: --token-file token.txt',
    );
  }
  const file = configFile(environment);
  const stored = await readConfigFile(file, terminal.say);
  if (stored.api === undefined)
    throw usageFailure('Set the address first.', 'millpond config set api https://…');
  const token = tokenFile === undefined ? await askForToken(signal) : await readTokenFile(tokenFile, signal);
  await writeConfigFile(file, { api: stored.api, token });
  terminal.say(`The token for ${stored.api} is kept in ${file}, which only you may read.`);
}

function defineShowConfig(command: Command, cli: Cli): void {
  command.addHelpText('after', examples('millpond config show')).action(async () => {
    const { environment, terminal, signal } = cli;
    const options = command.optsWithGlobals<ConnectionOptions & { json?: boolean }>();
    const { api, token } = await findConnection({ environment, warn: terminal.say, signal }, options);
    const shown = {
      api: api?.value ?? null,
      apiFrom: api?.source ?? null,
      tokenSet: token !== undefined,
      tokenFrom: token?.source ?? null,
      file: configFile(environment),
    };
    if (options.json === true) {
      terminal.print(JSON.stringify(shown, null, 2));
      return;
    }
    printFacts(terminal, [
      ['Address', api === undefined ? 'not set' : `${api.value} (${api.source})`],
      ['Token', token === undefined ? 'not set' : `set (${token.source})`],
      ['Config file', shown.file],
    ]);
  });
}

import { Command, Option } from 'commander';
import { COMMAND_ENTRIES } from './command-entries.ts';
import type { Cli } from './cli.ts';
import { EXIT_CODES } from './exit-codes.ts';

/**
 * The whole command line. Of the commands only names and summaries are known at first: each is defined when it is called.
 * @throws CommanderError instead of ending the process
 */
export function createProgram(cli: Cli): Command {
  const program = new Command('millpond')
    .description('Durable bulk changes for IoT SIM fleets, from the command line.')
    .version(cli.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help, also for a command: millpond submit --help')
    .helpCommand(false)
    .exitOverride()
    .showHelpAfterError('Add --help to see how it is called.')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => {
        cli.terminal.write(text);
      },
      writeErr: (text) => {
        cli.terminal.writeError(text);
      },
    })
    .addHelpText('after', afterHelp());
  for (const option of globalOptions()) program.addOption(option);
  for (const { name, summary } of COMMAND_ENTRIES) program.command(name).description(summary);
  program.hook('preSubcommand', async (parent, command) => {
    if (parent === program) await define(command, cli);
  });
  return program;
}

async function define(command: Command, cli: Cli): Promise<void> {
  const entry = COMMAND_ENTRIES.find(({ name }) => name === command.name());
  const defineCommand = await entry?.load();
  defineCommand?.(command, cli, async () => {
    const program = createProgram(cli);
    await Promise.all(program.commands.map((one) => define(one, cli)));
    return program;
  });
}

function globalOptions(): readonly Option[] {
  return [
    new Option('--json', 'print JSON for programs'),
    new Option('--api <url>', 'address of the API (or MILLPOND_API)'),
    new Option(
      '--token-file <file>',
      'file with the API token, - for the standard input (or MILLPOND_TOKEN)',
    ),
    new Option('--token <token>', 'the API token; others on this machine may see it'),
    new Option('--insecure', 'allow an address with plain http'),
  ];
}

function afterHelp(): string {
  const codes = Object.values(EXIT_CODES).map(
    ({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`,
  );
  return [
    '',
    'Examples:',
    '  millpond submit devices.csv --provider "Demo Jasper" --status suspend --watch',
    '  millpond list --status PROCESSING',
    '  millpond errors 01990000-0000-7000-8000-000000000001 --csv to-correct.csv',
    '',
    'Exit codes:',
    ...codes,
  ].join('\n');
}

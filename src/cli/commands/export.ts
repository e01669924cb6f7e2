import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { download } from '../output/download.ts';
import { changeArgument } from './change-argument.ts';
import { changePath } from '../http/change-path.ts';
import { choiceOption } from './choice-option.ts';
import { EXAMPLE_ID, examples } from './examples.ts';

const ACCEPTED = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

export function defineExport(command: Command, cli: Cli): void {
  command
    .addArgument(changeArgument())
    .addOption(choiceOption('--format <format>', 'what to save', Object.keys(ACCEPTED)).default('csv'))
    .option('-o, --output <file>', 'where to; - for the output (default: results-<id>.<format>)')
    .addHelpText(
      'after',
      examples(
        `millpond export ${EXAMPLE_ID} -o results.csv`,
        `millpond export ${EXAMPLE_ID} --format ndjson -o - | grep '"UNKNOWN"'`,
      ),
    )
    .action(async (id: string, { format, output }: { format: keyof typeof ACCEPTED; output?: string }) => {
      const session = await cli.connect(command);
      await download(cli, session, {
        path: changePath(id, `results.${format}`),
        accept: ACCEPTED[format],
        target: output ?? `results-${id}.${format}`,
      });
    });
}

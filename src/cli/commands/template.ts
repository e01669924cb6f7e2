import { Argument, type Command } from 'commander';
import { CHANGE_TYPES, parseChangeType } from '../../domain/change-type.ts';
import type { Cli } from '../cli.ts';
import { usageFailure } from '../command-failure.ts';
import { download } from '../output/download.ts';
import { examples } from './examples.ts';

export function defineTemplate(command: Command, cli: Cli): void {
  command
    .addArgument(new Argument('<type>', `one of ${CHANGE_TYPES.join(', ')}`))
    .option('--xlsx', 'a workbook instead of CSV')
    .option('-o, --output <file>', 'where to; - for the output (default: <type>.csv or <type>.xlsx)')
    .addHelpText(
      'after',
      examples(
        'millpond template statusupdate',
        'millpond template carrierrateplanchange --xlsx -o plans.xlsx',
      ),
    )
    .action(async (text: string, { xlsx, output }: { xlsx?: boolean; output?: string }) => {
      const type = parseChangeType(text);
      if (type === undefined)
        throw usageFailure(`"${text}" is no change type.`, `Use one of ${CHANGE_TYPES.join(', ')}.`);
      const session = await cli.connect(command);
      const file = `${type}.${xlsx === true ? 'xlsx' : 'csv'}`;
      await download(cli, session, { path: `/v1/templates/${file}`, accept: '*/*', target: output ?? file });
    });
}

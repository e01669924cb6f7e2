import type { CommandWords, OptionWords } from './command-words.ts';

/** A script for fish: commands, options and their values, each with what it means. */
export function fishCompletion(program: CommandWords): string {
  const lines = [
    '# Completion of millpond for fish. It is made by "millpond completion fish".',
    ...program.options.map((option) => `complete -c millpond${optionText(option)}`),
    ...program.commands.flatMap(commandLines),
  ];
  return `${lines.join('\n')}\n`;
}

function commandLines({ name, summary, options, commands, values }: CommandWords): readonly string[] {
  const within = `complete -c millpond -n '__fish_seen_subcommand_from ${name}'`;
  return [
    `complete -c millpond -f -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ...commands.map((command) => `${within} -f -a ${command.name} -d ${quoted(command.summary)}`),
    ...(values.length === 0 ? [] : [`${within} -f -a ${quoted(values.join(' '))}`]),
    ...options.map((option) => `${within}${optionText(option)}`),
  ];
}

function optionText({ flags, summary, takesValue, values }: OptionWords): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const value = values.length > 0 ? ` -x -a ${quoted(values.join(' '))}` : takesValue ? ' -r' : '';
  return ` ${names.join(' ')}${value} -d ${quoted(summary)}`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

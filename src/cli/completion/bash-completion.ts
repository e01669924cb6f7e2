import type { CommandWords, OptionWords } from './command-words.ts';

/** A script for bash: completes commands, options, and the values of options that have few; else file names. */
export function bashCompletion(program: CommandWords): string {
  return `# Completion of millpond for bash. It is made by "millpond completion bash".
${completionFunction(program)}
complete -o default -F _millpond millpond
`;
}

/** The function alone; zsh can use it too. */
export function completionFunction(program: CommandWords): string {
  return `_millpond() {
  local word=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${valueFlags(program.options).join(' | ')}) ((i++)) ;;
      -*) ;;
      *) command=\${COMP_WORDS[i]}; break ;;
    esac
  done
  local words=
  case "$command $previous" in
${valueCases(program).join('\n')}
    *)
      case $command in
        '') words="${wordsAfter(program, [])}" ;;
${program.commands.map((command) => `        ${command.name}) words="${wordsAfter(command, program.options)}" ;;`).join('\n')}
      esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}`;
}

function wordsAfter(command: CommandWords, globals: readonly OptionWords[]): string {
  const flags = [...command.options, ...globals].flatMap(({ flags: own }) => own);
  return [...command.commands.map(({ name }) => name), ...command.values, ...new Set(flags)].join(' ');
}

/** One case for each option with known values, and one for those whose value is free: those take a file name. */
function valueCases(program: CommandWords): readonly string[] {
  const cases = [program, ...program.commands].flatMap(({ name, options }) =>
    options
      .filter(({ values }) => values.length > 0)
      .map(({ flags, values }) => `    ${patterns(name, flags)}) words="${values.join(' ')}" ;;`),
  );
  const free = program.commands.flatMap(({ options }) => valueFlags(options));
  const all = [...new Set([...free, ...valueFlags(program.options)])];
  return [...cases, `    ${all.map((flag) => `*" ${flag}"`).join(' | ')}) ;;`];
}

function patterns(command: string, flags: readonly string[]): string {
  return flags.map((flag) => `"${command} ${flag}"`).join(' | ');
}

function valueFlags(options: readonly OptionWords[]): readonly string[] {
  return options.filter(({ takesValue }) => takesValue).flatMap(({ flags }) => flags);
}

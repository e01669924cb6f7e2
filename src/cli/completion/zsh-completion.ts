import { completionFunction } from './bash-completion.ts';
import type { CommandWords } from './command-words.ts';

/** A script for zsh, which runs completion functions of bash. */
export function zshCompletion(program: CommandWords): string {
  return `# Completion of millpond for zsh. It is made by "millpond completion zsh".
autoload -U +X bashcompinit && bashcompinit
${completionFunction(program)}
complete -o default -F _millpond millpond
`;
}

import { Argument, type Command } from 'commander';
import type { Cli } from '../cli.ts';
import { bashCompletion } from '../completion/bash-completion.ts';
import { describeWords } from '../completion/command-words.ts';
import { fishCompletion } from '../completion/fish-completion.ts';
import { zshCompletion } from '../completion/zsh-completion.ts';
import { examples } from './examples.ts';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

export function defineCompletion(command: Command, cli: Cli, wholeProgram: () => Promise<Command>): void {
  command
    .addArgument(new Argument('<shell>', 'your shell').choices(Object.keys(SCRIPTS)))
    .addHelpText(
      'after',
      examples(
        'source <(millpond completion bash)    # in ~/.bashrc',
        'source <(millpond completion zsh)     # in ~/.zshrc, after compinit',
        'millpond completion fish > ~/.config/fish/completions/millpond.fish',
      ),
    )
    .action(async (shell: keyof typeof SCRIPTS) => {
      cli.terminal.write(SCRIPTS[shell](describeWords(await wholeProgram())));
    });
}

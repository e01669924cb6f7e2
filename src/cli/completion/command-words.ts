import type { Command, Option } from 'commander';

export interface OptionWords {
  /** `--status`, `-o`. */
  readonly flags: readonly string[];
  readonly summary: string;
  readonly takesValue: boolean;
  /** The values that it may have; none when any. */
  readonly values: readonly string[];
}

/** What can be written after `millpond`, or after one of its commands. */
export interface CommandWords {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionWords[];
  readonly commands: readonly CommandWords[];
  /** The values that its first argument may have; none when any. */
  readonly values: readonly string[];
}

/** Describes a program, all of whose commands are defined, to those who write completion scripts. */
export function describeWords(command: Command): CommandWords {
  // `tokens create --role`: the scripts know one level of commands, and offer the options of both.
  const own = [command, ...(command.parent === null ? [] : command.commands)];
  return {
    name: command.name(),
    summary: command.description(),
    options: [...own.flatMap(({ options }) => options.map(optionWords)), HELP],
    commands: command.commands.map(describeWords),
    values: command.registeredArguments[0]?.argChoices ?? [],
  };
}

const HELP: OptionWords = { flags: ['-h', '--help'], summary: 'print help', takesValue: false, values: [] };

function optionWords({ short, long, description, required, optional, argChoices }: Option): OptionWords {
  return {
    flags: [short, long].filter((flag) => flag != null),
    summary: description,
    takesValue: required || optional,
    values: argChoices ?? [],
  };
}

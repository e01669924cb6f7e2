import { InvalidArgumentError, Option } from 'commander';

/** An option with a few known values, in any letter case; help and completion list them. */
export function choiceOption(flags: string, description: string, values: readonly string[]): Option {
  return new Option(flags, description).choices(values).argParser((text: string) => {
    const value = values.find((known) => known.toLowerCase() === text.toLowerCase());
    if (value === undefined) throw new InvalidArgumentError(`Use one of ${values.join(', ')}.`);
    return value;
  });
}

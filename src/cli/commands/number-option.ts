import { InvalidArgumentError, Option } from 'commander';

/** An option that is a whole number of at least 1. */
export function countOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string) => {
    const number = Number(text);
    if (!Number.isSafeInteger(number) || number < 1)
      throw new InvalidArgumentError('Give a whole number from 1.');
    return number;
  });
}

/** How many items of a list are shown. */
export function limitOption(usual: number): Option {
  return countOption('--limit <number>', 'show so many at most').default(usual);
}

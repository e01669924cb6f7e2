import { Argument, InvalidArgumentError } from 'commander';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id of a change, as every command about one takes it. */
export function changeArgument(): Argument {
  return idArgument('the id of the change');
}

export function idArgument(description: string): Argument {
  return new Argument('<id>', description).argParser((text: string) => {
    if (!ID.test(text)) throw new InvalidArgumentError('An id is a UUID; "millpond list" shows those of changes.');
    return text.toLowerCase();
  });
}

export function isId(text: string): boolean {
  return ID.test(text);
}

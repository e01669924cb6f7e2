import { Argument, InvalidArgumentError } from 'commander';
import { isId } from '../is-id.ts';

/** The id of a change, as every command about one takes it. */
export function changeArgument(): Argument {
  return idArgument('the id of the change');
}

export function idArgument(description: string): Argument {
  return new Argument('<id>', description).argParser((text: string) => {
    if (!isId(text))
      throw new InvalidArgumentError('An id is a UUID; "millpond list" shows those of changes.');
    return text.toLowerCase();
  });
}

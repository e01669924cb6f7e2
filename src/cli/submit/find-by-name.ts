import { CommandFailure, usageFailure } from '../command-failure.ts';
import type { Api, QueryValues } from '../http/api.ts';
import { collectPages } from '../http/collect-pages.ts';
import { isId } from '../is-id.ts';

/** More things than this are not looked through for a name. */
const MOST_ITEMS = 20_000;
const MOST_NAMES_SHOWN = 10;

interface Named {
  readonly id: string;
  readonly name: string;
  readonly code?: string;
}

export interface NamedThings {
  /** What they are called in messages. */
  readonly kind: string;
  readonly path: string;
  /** Narrows the list where it can be narrowed. */
  readonly query: QueryValues;
}

/**
 * The thing with this id, or with exactly this name or code in any letter case. An id is not looked up: the API judges it.
 * @throws CommandFailure notFound when there is none, usage when there are several
 */
export async function findByName(
  api: Api,
  { kind, path, query }: NamedThings,
  nameOrId: string,
): Promise<{ readonly id: string }> {
  if (isId(nameOrId)) return { id: nameOrId };
  const { items } = await collectPages<Named>(api, path, query, MOST_ITEMS);
  const wanted = nameOrId.trim().toLowerCase();
  const matches = items.filter(({ name, code }) =>
    [name, code].some((text) => text?.toLowerCase() === wanted),
  );
  const [match, second] = matches;
  if (match === undefined) {
    const names = items.slice(0, MOST_NAMES_SHOWN).map(({ name }) => name);
    throw new CommandFailure(
      'notFound',
      `There is no ${kind} "${nameOrId}".`,
      names.length === 0 ? undefined : `There are: ${names.join(', ')}.`,
    );
  }
  if (second !== undefined) {
    const ids = matches.map(({ id }) => id).join(', ');
    throw usageFailure(`Several are called "${nameOrId}".`, `Name one by its id: ${ids}.`);
  }
  return match;
}

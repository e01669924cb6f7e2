import type { Page, PageRequest } from '../db/page.ts';
import { Problem } from './problem.ts';

/** What the key of a list looks like: an id, the number of a row or of an event, or a date with an id. */
const KEY_SHAPES = {
  id: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  rowNumber: /^\d{1,9}$/,
  sequence: /^\d{1,18}$/,
  dateAndId: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
} as const;

export interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Opens a caller's cursor. It is opaque to callers, so that its content may change. @throws Problem cursor.invalid */
export function readPageQuery({ limit, cursor }: PageQuery, key: keyof typeof KEY_SHAPES): PageRequest {
  if (cursor === undefined) return { limit };
  const after = Buffer.from(cursor, 'base64url').toString('latin1');
  if (!KEY_SHAPES[key].test(after)) {
    throw new Problem('cursor.invalid', 'Pass nextCursor of the former page unchanged, or leave it out.', {
      errors: [
        { pointer: '/query/cursor', code: 'cursor.invalid', detail: 'This is not a cursor of this list.' },
      ],
    });
  }
  return { limit, after };
}

/** A page as callers get it. */
export function toPageAnswer<Row, Item>(page: Page<Row>, toItem: (row: Row) => Item) {
  return {
    items: page.items.map(toItem),
    nextCursor: page.next === null ? null : Buffer.from(page.next, 'latin1').toString('base64url'),
  };
}

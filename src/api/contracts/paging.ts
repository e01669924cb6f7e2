import { z } from 'zod';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 1_000;

/** `limit` is never refused: too large is capped, unreadable is the default. */
export const pageQuery = {
  limit: z.coerce
    .number()
    .catch(DEFAULT_LIMIT)
    .transform((wanted) =>
      Number.isNaN(wanted) ? DEFAULT_LIMIT : Math.min(Math.max(Math.trunc(wanted), 1), MAX_LIMIT),
    )
    .meta({ description: 'Items in a page; more than 1000 are capped, not refused.' }),
  cursor: z.string().max(500).optional().describe('`nextCursor` of the former page.'),
};

/** One page of a list under a component name of its own. */
export function pageAnswer<Item extends z.ZodType>(name: string, item: Item) {
  return z
    .object({
      items: z.array(item),
      nextCursor: z
        .string()
        .nullable()
        .describe('Pass it as `cursor` for the next page; null on the last one.'),
    })
    .meta({ id: name });
}

/** The query of a list without filters. */
export const pageOnlyQuery = z.strictObject(pageQuery);

import { z } from 'zod';

/** An id in a request. An id in a path that does not fit is answered like one that does not exist. */
export const idSchema = z
  .guid({ error: 'Expected an id (a UUID)' })
  .meta({ format: 'uuid', examples: ['01990000-0000-7000-8000-000000000001'] });

export const idParams = z.object({ id: idSchema });

/** An instant in an answer: RFC 3339 in UTC. */
export const instantSchema = z.string().meta({ format: 'date-time', examples: ['2026-12-01T08:30:00.000Z'] });

/** An instant in a query: RFC 3339 with offset. */
export const instantQuery = z
  .string()
  .refine((text) => /T.*(Z|[+-]\d{2}:?\d{2})$/i.test(text) && !Number.isNaN(Date.parse(text)), {
    error: 'Write an instant with its offset, such as 2026-12-01T08:30:00Z',
  })
  .transform((text) => new Date(text))
  .meta({ format: 'date-time' });

export const nameSchema = z.string().trim().min(1).max(200);

/** What a plan is called in requests and files. */
export const codeSchema = z.string().trim().min(1).max(200);

/** A yes or no in a query. */
export const flagQuery = z.enum(['true', 'false']).transform((text) => text === 'true');

/** Data volume in megabytes, or money, as the database keeps it: a plain number with few decimals. */
export const amountSchema = z.number().min(0).max(1_000_000_000);

export const timeZoneSchema = z
  .string()
  .max(64)
  .refine(isTimeZone, { error: 'Name an IANA time zone, such as Europe/Berlin' })
  .meta({ examples: ['America/New_York'] });

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

import { z } from 'zod';
import { instantSchema, timeZoneSchema } from './atoms.ts';

const HOUR_MS = 60 * 60_000;
const UNITS = { m: 60_000, h: HOUR_MS, d: 24 * HOUR_MS } as const;
const DAY_MS = UNITS.d;
const SHORTEST_MS = 15 * UNITS.m;
const LONGEST_MS = 30 * DAY_MS;

/** How long an interval is; undefined when it is none, or too short or too long to be useful. */
export function readInterval(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  if (count === undefined || (unit !== 'm' && unit !== 'h' && unit !== 'd')) return undefined;
  const everyMs = Number(count) * UNITS[unit];
  return everyMs >= SHORTEST_MS && everyMs <= LONGEST_MS ? everyMs : undefined;
}

/** An interval in the largest unit that it is a multiple of, hours rather than a day. */
export function writeInterval(everyMs: number): string {
  if (everyMs % DAY_MS === 0 && everyMs > DAY_MS) return `${String(everyMs / DAY_MS)}d`;
  return everyMs % HOUR_MS === 0 ? `${String(everyMs / HOUR_MS)}h` : `${String(everyMs / UNITS.m)}m`;
}

const every = z
  .string()
  .describe('From 15m to 30d: minutes, hours or days. With `at`, 24h.')
  .meta({ examples: ['24h', '6h'] });
const at = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'Write a time of day, such as 03:00' })
  .meta({ examples: ['03:00'] });

export const putSyncScheduleSchema = z
  .strictObject({
    every: every.refine((text) => readInterval(text) !== undefined, {
      error: 'Write an interval from 15m to 30d, such as 6h',
    }),
    at: at.optional().describe('The local time of a daily sync; absent: whenever the interval is over.'),
    timeZone: timeZoneSchema.optional().describe('Of `at`. Default: the service provider’s.'),
  })
  .refine((schedule) => schedule.at === undefined || readInterval(schedule.every) === DAY_MS, {
    path: ['at'],
    error: 'A time of day goes with 24h: leave it out, or sync daily',
  })
  .meta({ id: 'PutSyncSchedule', examples: [{ every: '24h', at: '03:00', timeZone: 'America/New_York' }] });

export const syncScheduleSchema = z
  .object({
    every: z.string(),
    at: z.string().nullable(),
    timeZone: z.string(),
    nextAt: instantSchema.nullable().describe('When the next sync begins.'),
  })
  .meta({ id: 'SyncSchedule' });

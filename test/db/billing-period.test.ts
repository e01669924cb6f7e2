import fc from 'fast-check';
import { IANAZone } from 'luxon';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { billingPeriodEnd } from '../../src/db/submission/billing-period.ts';
import { openFleetDatabase, type FleetDatabase } from './fleet-database.ts';

let db: FleetDatabase;
beforeAll(async () => {
  db = await openFleetDatabase();
});
afterAll(() => db.close());

const calendars = fc.record({
  endDay: fc.integer({ min: 1, max: 28 }),
  endHour: fc.integer({ min: 0, max: 23 }),
  timeZone: fc.constantFrom('UTC', 'America/Chicago', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata'),
});
const instants = fc.date({
  min: new Date('2025-01-01T00:00:00Z'),
  max: new Date('2030-12-31T00:00:00Z'),
  noInvalidDate: true,
});

const HOUR_MS = 60 * 60_000;

describe('the end of a billing period', () => {
  it('lies ahead, no more than a month, on the day and hour of the calendar', () => {
    fc.assert(
      fc.property(calendars, instants, (calendar, at) => {
        const end = billingPeriodEnd(calendar, at);
        const ahead = end.getTime() - at.getTime();
        expect(ahead).toBeGreaterThan(0);
        expect(ahead).toBeLessThanOrEqual((31 * 24 + 1) * HOUR_MS);
        const local = new Date(
          end.getTime() + IANAZone.create(calendar.timeZone).offset(end.getTime()) * 60_000,
        );
        expect(local.getUTCDate()).toBe(calendar.endDay);
      }),
    );
  });

  it('is the same for every instant of the period, and belongs to the next one', () => {
    fc.assert(
      fc.property(calendars, instants, (calendar, at) => {
        const end = billingPeriodEnd(calendar, at);
        expect(billingPeriodEnd(calendar, new Date(end.getTime() - 1))).toEqual(end);
        expect(billingPeriodEnd(calendar, end) > end).toBe(true);
      }),
    );
  });

  it('is what the history of customer rate plans counts by', async () => {
    const samples = fc.sample(fc.tuple(calendars, instants), 300);
    for (const [calendar, at] of samples) {
      const { rows } = await db.database.pool.query<{ ends: Date }>(
        `select (date_trunc('month', $1::timestamptz at time zone $4 - s.shift) + s.shift + interval '1 month')
           at time zone $4 as ends
         from (select make_interval(days => $2::int - 1, hours => $3::int) as shift) s`,
        [at, calendar.endDay, calendar.endHour, calendar.timeZone],
      );
      // An hour that the end of summer time repeats may be counted either way.
      const apart = Math.abs((rows[0]?.ends.getTime() ?? 0) - billingPeriodEnd(calendar, at).getTime());
      expect([0, HOUR_MS]).toContain(apart);
    }
  });
});

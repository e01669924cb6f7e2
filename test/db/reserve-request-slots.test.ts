import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  postponeRequests,
  reserveRequestSlots,
  type SlotGrant,
} from '../../src/db/bulk/reserve-request-slots.ts';
import { openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';

let db: FleetDatabase;
let fleet: SeededFleet;

beforeAll(async () => {
  db = await openFleetDatabase(16);
});

beforeEach(async () => {
  fleet = await db.newFleet();
});

afterAll(() => db.close());

const HOUR = 3_600_000;
const TRIAL_MS = 60_000;

function reserve(requestsPerSecond: number, calls: number, maxWaitMs = HOUR): Promise<SlotGrant> {
  return reserveRequestSlots(db.database.pool, {
    serviceProviderId: fleet.jasper,
    requestsPerSecond,
    calls,
    maxWaitMs,
    trialMs: TRIAL_MS,
  });
}

const nextFreeAt = async (serviceProviderId = fleet.jasper) =>
  (
    await db.database.prisma.carrierBudget.findUniqueOrThrow({ where: { serviceProviderId } })
  ).nextFreeAt.getTime();

/** Puts the next free instant at a known place ahead, so that what follows depends on no one's speed. */
async function fromNowOn(milliseconds: number): Promise<number> {
  await postponeRequests(db.database.pool, fleet.jasper, milliseconds);
  return nextFreeAt();
}

function waitOf(grant: SlotGrant): number {
  return grant.granted ? grant.firstWaitMs : grant.retryAfterMs;
}

describe('a reservation', () => {
  it('is free of waiting when nobody called before, and the next one waits a spacing', async () => {
    expect(await reserve(1 / 60, 1)).toMatchObject({
      granted: true,
      firstWaitMs: 0,
      spacingMs: 60_000,
    });
    const second = await reserve(1 / 60, 1);
    expect(second.granted).toBe(true);
    expect(waitOf(second)).toBeGreaterThan(30_000);
    expect(waitOf(second)).toBeLessThanOrEqual(60_000);
  });

  it('takes as many slots as calls were asked for', async () => {
    const base = await fromNowOn(60_000);
    await reserve(4, 3);
    expect(await nextFreeAt()).toBe(base + 750);
    await reserve(4, 1);
    expect(await nextFreeAt()).toBe(base + 1_000);
  });

  it('that lies too far ahead is not taken, and says how long to wait', async () => {
    const base = await fromNowOn(60_000);
    const refused = await reserve(4, 1, 5_000);
    expect(refused.granted).toBe(false);
    expect(waitOf(refused)).toBeGreaterThan(30_000);
    expect(waitOf(refused)).toBeLessThanOrEqual(60_000);
    expect(await nextFreeAt()).toBe(base);
  });

  it('does not save up slots that nobody used', async () => {
    const past = new Date(Date.now() - HOUR);
    await db.database.prisma.carrierBudget.create({
      data: { serviceProviderId: fleet.jasper, nextFreeAt: past },
    });
    const before = Date.now();
    expect(waitOf(await reserve(1, 1))).toBe(0);
    expect(await nextFreeAt()).toBeGreaterThanOrEqual(before + 999);
  });

  it('counts for its own service provider only', async () => {
    await fromNowOn(60_000);
    const other = await reserveRequestSlots(db.database.pool, {
      serviceProviderId: fleet.pond,
      requestsPerSecond: 1,
      calls: 1,
      maxWaitMs: 0,
      trialMs: TRIAL_MS,
    });
    expect(other).toMatchObject({ granted: true, firstWaitMs: 0 });
  });

  it('of a provider that does not exist is an error', async () => {
    const request = { requestsPerSecond: 1, calls: 1, maxWaitMs: 0, trialMs: TRIAL_MS };
    await expect(
      reserveRequestSlots(db.database.pool, {
        ...request,
        serviceProviderId: '00000000-0000-7000-8000-000000000000',
      }),
    ).rejects.toThrow('carrier_budgets_service_provider_fkey');
  });
});

describe('reservations from many connections at once', () => {
  it('never share a slot, so that no second ever holds more calls than the rate', async () => {
    // A spacing of ten seconds tells slots apart however long a statement takes.
    const [spacingMs, calls] = [10_000, [1, 3, 1, 2, 5, 1, 1, 2, 4, 1, 1, 1, 3, 2, 1, 1, 2, 1, 1, 6]];
    const base = await fromNowOn(60_000);
    const grants = await Promise.all(
      calls.map(async (wanted) => {
        const before = Date.now();
        const grant = await reserve(1_000 / spacingMs, wanted);
        return { grant, wanted, middle: (before + Date.now()) / 2 };
      }),
    );
    const taken = grants.flatMap(({ grant, wanted, middle }) => {
      expect(grant.granted).toBe(true);
      const first = Math.round((middle + waitOf(grant) - base) / spacingMs);
      return Array.from({ length: wanted }, (_, index) => first + index);
    });
    const total = calls.reduce((sum, wanted) => sum + wanted, 0);
    expect(taken.sort((left, right) => left - right)).toEqual(
      Array.from({ length: total }, (_, index) => index),
    );
    expect(await nextFreeAt()).toBe(base + total * spacingMs);
  });

  it('start one after another also when the budget has never been used', async () => {
    const grants = await Promise.all(Array.from({ length: 12 }, () => reserve(1 / 600, 1, 100 * HOUR)));
    const slots = grants
      .map((grant) => Math.round(waitOf(grant) / 600_000))
      .sort((left, right) => left - right);
    expect(slots).toEqual(Array.from({ length: 12 }, (_, index) => index));
  });

  it('take no slot twice while others are refused', async () => {
    const base = await fromNowOn(60_000);
    const grants = await Promise.all(
      Array.from({ length: 30 }, (_, index) => reserve(1 / 10, 1, index % 2 === 0 ? HOUR : 1_000)),
    );
    const granted = grants.filter((grant) => grant.granted).length;
    expect(granted).toBe(15);
    expect(await nextFreeAt()).toBe(base + granted * 10_000);
  });
});

describe('a pause that the carrier asked for', () => {
  it('moves everyone, and a shorter one does not bring them back', async () => {
    await reserve(5, 1);
    const before = Date.now();
    await postponeRequests(db.database.pool, fleet.jasper, 120_000);
    const paused = await nextFreeAt();
    expect(paused).toBeGreaterThanOrEqual(before + 119_999);
    await postponeRequests(db.database.pool, fleet.jasper, 1_000);
    expect(await nextFreeAt()).toBe(paused);
    expect((await reserve(5, 1, 5_000)).granted).toBe(false);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSlotReservation } from '../../src/activities/slot-reservation.ts';
import { CarrierError } from '../../src/carriers/carrier-error.ts';
import type { BudgetLimits, RequestBudget, SharedBudgets } from '../../src/carriers/request-budget.ts';
import { createRequestBudget } from '../../src/carriers/shared-request-budget.ts';
import { createDatabase, type Database } from '../../src/db/client.ts';
import { openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';

const never = new AbortController().signal;

let db: FleetDatabase;
let fleet: SeededFleet;
/** Two workers as the database sees them: pools and gatherers of their own. */
let databases: Database[];
let workers: SharedBudgets[];

beforeAll(async () => {
  db = await openFleetDatabase(4);
  databases = ['one', 'two'].map((name) =>
    createDatabase({ url: db.url, maxConnections: 6, applicationName: name }),
  );
  workers = databases.map(createSlotReservation);
});

beforeEach(async () => {
  fleet = await db.newFleet();
});

afterAll(async () => {
  await Promise.all(databases.map((database) => database.close()));
  await db.close();
});

function budgetsOf(limits: Partial<BudgetLimits>, key = fleet.jasper): RequestBudget[] {
  const complete = { requestsPerSecond: 50, maxConcurrentRequests: 1, requestTimeoutMs: 1_000, ...limits };
  return workers.map((reservation) => createRequestBudget({ reservation, key, limits: complete }));
}

const [firstOf, secondOf] = [
  (budgets: readonly RequestBudget[]) => of(budgets, 0),
  (budgets: readonly RequestBudget[]) => of(budgets, 1),
];

function of(budgets: readonly RequestBudget[], index: number): RequestBudget {
  const budget = budgets[index];
  if (budget === undefined) throw new Error('There are two workers.');
  return budget;
}

/** Resolves after the event loop has turned often enough for anyone else to slip in. */
async function takeTime(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
}

interface Observed {
  readonly starts: number[];
  readonly order: number[];
  highest: number;
}

async function observe(budgets: readonly RequestBudget[], callsEach: number): Promise<Observed> {
  const observed: Observed = { starts: [], order: [], highest: 0 };
  let underWay = 0;
  const call = async (worker: number) => {
    observed.starts.push(performance.now());
    observed.order.push(worker);
    underWay += 1;
    observed.highest = Math.max(observed.highest, underWay);
    await takeTime();
    underWay -= 1;
  };
  await Promise.all(
    budgets.flatMap((budget, worker) =>
      Array.from({ length: callsEach }, () => budget.run(new AbortController().signal, () => call(worker))),
    ),
  );
  return observed;
}

function mostInASecond(starts: readonly number[]): number {
  return Math.max(...starts.map((start) => starts.filter((at) => at >= start && at < start + 1_000).length));
}

describe('two workers with one account', () => {
  it('never have two calls at once where one is permitted, nor more in a second than the rate', async () => {
    const observed = await observe(budgetsOf({ requestsPerSecond: 50 }), 60);

    expect(observed.starts).toHaveLength(120);
    expect(observed.highest).toBe(1);
    expect(mostInASecond(observed.starts)).toBeLessThanOrEqual(50);
  });

  it('take turns: neither waits for all the calls of the other', async () => {
    const { order } = await observe(budgetsOf({ requestsPerSecond: 50 }), 60);

    const firstBySecond = order.indexOf(order[0] === 0 ? 1 : 0);
    expect(firstBySecond).toBeGreaterThan(0);
    expect(firstBySecond).toBeLessThanOrEqual(50);
  });

  it('share three places, and use them', async () => {
    const observed = await observe(budgetsOf({ requestsPerSecond: 1_000, maxConcurrentRequests: 3 }), 60);

    expect(observed.highest).toBeLessThanOrEqual(3);
    expect(observed.highest).toBeGreaterThan(1);
  });

  it('call again when the one that held the place died, once its lease has run out', async () => {
    const [first, second] = workers;
    const terms = { holder: crypto.randomUUID(), leaseMs: 300, places: 1, mark: true };
    const started = performance.now();
    expect(await first?.leases.take(fleet.jasper, terms)).toBe(0);
    expect(await second?.leases.take(fleet.jasper, { ...terms, holder: crypto.randomUUID() })).toBeNull();

    await secondOf(budgetsOf({})).run(never, () => Promise.resolve());

    expect(performance.now() - started).toBeGreaterThanOrEqual(295);
  });

  it('both stay away while the carrier asked for a pause, with a rate or without', async () => {
    for (const requestsPerSecond of [50, null]) {
      const budgets = budgetsOf(
        { requestsPerSecond },
        requestsPerSecond === null ? fleet.pond : fleet.jasper,
      );
      await firstOf(budgets).postpone(60_000);

      await expect(secondOf(budgets).run(never, () => Promise.resolve())).rejects.toMatchObject({
        code: 'carrier.budget_exhausted',
      });
    }
  });
});

const unavailable = () =>
  Promise.reject(new CarrierError({ code: 'carrier.unavailable', message: 'down', mayHaveApplied: false }));
const answer = () => Promise.resolve('answer');
const PAUSED = { code: 'carrier.budget_exhausted', message: expect.stringContaining('outage') as unknown };
const DOWN = { code: 'carrier.unavailable' };

describe.each([
  ['with a rate', { requestsPerSecond: 500, maxConcurrentRequests: 5 }],
  ['without a rate', { requestsPerSecond: null, maxConcurrentRequests: 5 }],
])('the circuit of an account %s', (_name, limits) => {
  /** Four failures of one worker and one of the other, in a row. */
  async function breakDown(): Promise<RequestBudget[]> {
    const budgets = budgetsOf(limits);
    for (let count = 0; count < 4; count += 1)
      await expect(firstOf(budgets).run(never, unavailable)).rejects.toMatchObject(DOWN);
    await expect(secondOf(budgets).run(never, unavailable)).rejects.toMatchObject(DOWN);
    return budgets;
  }

  const row = () =>
    db.database.prisma.carrierBudget.findUniqueOrThrow({ where: { serviceProviderId: fleet.jasper } });

  async function letItsTimePass(): Promise<RequestBudget[]> {
    await db.database.prisma.carrierBudget.update({
      where: { serviceProviderId: fleet.jasper },
      data: { openUntil: new Date(Date.now() - 1) },
    });
    // Workers that have read nothing yet: what the others still believe would be over in a second.
    return budgetsOf(limits);
  }

  it('opens after five failures of all workers together, for everyone and for this account only', async () => {
    await breakDown();

    for (const budget of budgetsOf(limits))
      await expect(budget.run(never, answer)).rejects.toMatchObject(PAUSED);
    expect(await firstOf(budgetsOf(limits, fleet.pond)).run(never, answer)).toBe('answer');
  });

  it('lets one call try when its time is over, and stays open longer when that one fails', async () => {
    await breakDown();
    const budgets = await letItsTimePass();
    let calls = 0;
    const tried = await Promise.allSettled(
      [...budgets, ...budgets].map((budget) =>
        budget.run(never, () => {
          calls += 1;
          return unavailable();
        }),
      ),
    );

    expect(tried.every(({ status }) => status === 'rejected')).toBe(true);
    expect(calls).toBe(1);
    const { failures, openUntil } = await row();
    expect(failures).toBe(6);
    expect(openUntil?.getTime()).toBeGreaterThan(Date.now() + 1_000);
  });

  it('closes with the first answer', async () => {
    await breakDown();
    const budgets = await letItsTimePass();

    expect(await firstOf(budgets).run(never, answer)).toBe('answer');

    expect(await row()).toMatchObject({ failures: 0, openUntil: null });
    expect(await secondOf(budgets).run(never, answer)).toBe('answer');
  });

  it('stays closed when the carrier answers in between', async () => {
    const budgets = budgetsOf(limits);
    for (let count = 0; count < 3; count += 1) {
      for (let failure = 0; failure < 3; failure += 1)
        await expect(firstOf(budgets).run(never, unavailable)).rejects.toMatchObject(DOWN);
      await firstOf(budgets).run(never, answer);
    }

    expect(await row()).toMatchObject({ failures: 0, openUntil: null });
  });
});

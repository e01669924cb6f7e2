import { expect, it } from 'vitest';
import type { BudgetClock } from '../../src/carriers/budget-clock.ts';
import { createBudgetBook } from '../../src/carriers/budget-book.ts';
import { pacedRate } from '../../src/carriers/budget-pace.ts';
import { CarrierError } from '../../src/carriers/carrier-error.ts';
import type { BudgetLimits, SharedBudgets, Slot } from '../../src/carriers/request-budget.ts';
import { createRequestBudget } from '../../src/carriers/shared-request-budget.ts';
import { carrierErrorOf } from './carrier-error-of.ts';

const never = new AbortController().signal;
const FIVE_A_SECOND: BudgetLimits = {
  requestsPerSecond: 5,
  maxConcurrentRequests: 2,
  requestTimeoutMs: 30_000,
};
const NO_RATE: BudgetLimits = { requestsPerSecond: null, maxConcurrentRequests: 2, requestTimeoutMs: 30_000 };

/** A clock that moves only when somebody sleeps. */
function handClock(): BudgetClock & { readonly slept: number[] } {
  const slept: number[] = [];
  let now = 0;
  return {
    slept,
    now: () => now,
    sleep: (milliseconds) => {
      slept.push(milliseconds);
      now += milliseconds;
      return Promise.resolve();
    },
  };
}

interface Asked extends SharedBudgets {
  readonly asked: unknown[];
}

/** Answers as one process sees them that has the database to itself; what concerns places is not noted. */
function reservationOf(...answers: (Partial<Extract<Slot, { waitMs: number }>> | RefusedSlot)[]): Asked {
  const asked: unknown[] = [];
  const note = <T>(answer: T, ...question: unknown[]): Promise<T> => {
    asked.push(question);
    return Promise.resolve(answer);
  };
  let taken = 0;
  return {
    asked,
    reserve: (key, terms) => {
      const answer = answers.shift() ?? {};
      const slot: Slot = 'retryAfterMs' in answer ? answer : { ...FREE, ...answer };
      return note(slot, 'reserve', key, terms.requestsPerSecond, terms.maxWaitMs);
    },
    postpone: (...request) => note(undefined, 'postpone', ...request),
    circuit: {
      read: (key) => note(HEALTHY, 'read', key),
      countOutage: (key, trial) => note({ ...HEALTHY, failures: 1 }, 'countOutage', key, trial),
      close: (key) => note(undefined, 'close', key),
      takeTrial: (key) => note(true, 'takeTrial', key),
      returnTrial: (key) => note(undefined, 'returnTrial', key),
    },
    leases: {
      take: (_key, { places }) => Promise.resolve(taken < places ? taken++ : null),
      renew: () => Promise.resolve('kept'),
      giveBack: () => Promise.resolve(void (taken -= 1)),
    },
  };
}

type RefusedSlot = Extract<Slot, { retryAfterMs: number }>;

const FREE = { waitMs: 0, trial: false, troubled: false };
const HEALTHY = { pausedMs: 0, failures: 0, openMs: null };

const refusedFor = (retryAfterMs: number): RefusedSlot => ({ retryAfterMs, outage: false });
const down = new CarrierError({ code: 'carrier.unavailable', message: 'no answer', mayHaveApplied: true });

it('reserves a slot of the shared rate, waits for it and calls', async () => {
  const reservation = reservationOf({ waitMs: 150 });
  const clock = handClock();
  const budget = createRequestBudget({ reservation, key: 'provider', limits: FIVE_A_SECOND, clock });

  expect(await budget.run(never, () => Promise.resolve('answer'))).toBe('answer');

  expect(reservation.asked).toEqual([['reserve', 'provider', pacedRate(5), 10_000]]);
  expect(clock.slept).toEqual([150]);
});

it('takes a place before it reserves, so that no slot is wasted in the line', async () => {
  const reservation = reservationOf();
  const limits = { ...FIVE_A_SECOND, maxConcurrentRequests: 1 };
  const budget = createRequestBudget({ reservation, key: 'provider', limits, clock: handClock() });
  let finish = () => {};
  const first = budget.run(never, () => new Promise<void>((resolve) => (finish = resolve)));
  const second = budget.run(never, () => Promise.resolve());
  await new Promise(setImmediate);
  expect(reservation.asked).toHaveLength(1);

  finish();
  await Promise.all([first, second]);

  expect(reservation.asked).toHaveLength(2);
});

it('lets a call that may wait longer stay in line when the others are sent away', async () => {
  const limits = { ...NO_RATE, maxConcurrentRequests: 1 };
  const reservation = reservationOf();
  const budget = createRequestBudget({ reservation, key: 'provider', limits, maxWaitMs: 20 });
  let finish = () => {};
  const first = budget.run(never, () => new Promise<void>((resolve) => (finish = resolve)));
  const patient = budget.run(never, () => Promise.resolve('called'), 60_000);
  const other = carrierErrorOf(budget.run(never, () => Promise.resolve()));

  expect((await other).code).toBe('carrier.budget_exhausted');
  finish();

  expect(await patient).toBe('called');
  await first;
});

it('hands a turn that is too far away back with its wait, and frees the place', async () => {
  const reservation = reservationOf(refusedFor(45_000), refusedFor(44_000));
  const budget = createRequestBudget({
    reservation,
    key: 'provider',
    limits: FIVE_A_SECOND,
    clock: handClock(),
  });
  const call = () => Promise.resolve('called');

  const error = await carrierErrorOf(budget.run(never, call));
  await carrierErrorOf(budget.run(never, call));

  expect(error).toMatchObject({
    code: 'carrier.budget_exhausted',
    retryAfterMs: 45_000,
    mayHaveApplied: false,
  });
  expect(await budget.run(never, call)).toBe('called');
});

it('gives the place back when the call fails', async () => {
  const limits = { ...NO_RATE, maxConcurrentRequests: 1 };
  const budget = createRequestBudget({
    reservation: reservationOf(),
    key: 'provider',
    limits,
    clock: handClock(),
  });
  const failure = new Error('failed');

  await expect(budget.run(never, () => Promise.reject(failure))).rejects.toBe(failure);

  expect(await budget.run(never, () => Promise.resolve('next'))).toBe('next');
});

it('makes every worker wait for the carrier’s pause', async () => {
  const reservation = reservationOf();
  const clock = handClock();
  const budget = createRequestBudget({ reservation, key: 'provider', limits: FIVE_A_SECOND, clock });

  await budget.postpone(2_000);
  await budget.run(never, () => Promise.resolve());

  expect(reservation.asked[0]).toEqual(['postpone', 'provider', 2_000]);
  expect(clock.slept).toEqual([2_000]);
});

it('tells every worker of a pause when there is no rate, and looks once a second', async () => {
  const reservation = reservationOf();
  const clock = handClock();
  const budget = createRequestBudget({ reservation, key: 'provider', limits: NO_RATE, clock });
  const call = () => budget.run(never, () => Promise.resolve());

  await Promise.all([call(), call()]);
  await call();
  expect(reservation.asked).toEqual([['read', 'provider']]);
  await budget.postpone(2_000);
  await call();
  await budget.postpone(20_000);
  const error = await carrierErrorOf(call());

  expect(reservation.asked.slice(1)).toEqual([
    ['postpone', 'provider', 2_000],
    ['postpone', 'provider', 20_000],
  ]);
  expect(clock.slept).toEqual([2_000]);
  expect(error).toMatchObject({ code: 'carrier.budget_exhausted', retryAfterMs: 20_000 });
});

it('counts failures that look like an outage, and writes a success only after one', async () => {
  const reservation = reservationOf();
  const clock = handClock();
  const budget = createRequestBudget({ reservation, key: 'provider', limits: NO_RATE, clock });
  const refusal = new CarrierError({
    code: 'carrier.rejected',
    message: 'no',
    httpStatus: 400,
    mayHaveApplied: false,
  });

  await carrierErrorOf(budget.run(never, () => Promise.reject(refusal)));
  await budget.run(never, () => Promise.resolve());
  await carrierErrorOf(budget.run(never, () => Promise.reject(down)));
  await carrierErrorOf(budget.run(never, () => Promise.reject(refusal)));
  await budget.run(never, () => Promise.resolve());

  expect(reservation.asked).toEqual([
    ['read', 'provider'],
    ['countOutage', 'provider', false],
    ['close', 'provider'],
  ]);
});

it('calls nobody while the carrier is down, and asks nobody either', async () => {
  const reservation = reservationOf({ retryAfterMs: 4_000, outage: true });
  const clock = handClock();
  const budget = createRequestBudget({ reservation, key: 'provider', limits: FIVE_A_SECOND, clock });
  const call = () => budget.run(never, () => Promise.resolve('called'));

  const errors = [await carrierErrorOf(call()), await carrierErrorOf(call())];

  for (const error of errors) {
    expect(error).toMatchObject({ code: 'carrier.budget_exhausted', retryAfterMs: 4_000 });
    expect(error.message).toContain('outage');
  }
  expect(reservation.asked).toHaveLength(1);
});

it('gives a trial back that was given up before the carrier said anything', async () => {
  const reservation = reservationOf({ trial: true });
  const clock = handClock();
  const budget = createRequestBudget({ reservation, key: 'provider', limits: FIVE_A_SECOND, clock });

  await expect(budget.run(never, () => Promise.reject(new Error('canceled')))).rejects.toThrow('canceled');

  expect(reservation.asked.at(-1)).toEqual(['returnTrial', 'provider']);
});

it('moves the next slot after a call that left too late, and not after one that left in time', async () => {
  const reservation = reservationOf({ waitMs: -10 }, { waitMs: -100 });
  const clock = handClock();
  const budget = createRequestBudget({ reservation, key: 'provider', limits: FIVE_A_SECOND, clock });

  await budget.run(never, () => Promise.resolve());
  expect(reservation.asked).toHaveLength(1);
  await budget.run(never, () => Promise.resolve());

  // A hundred milliseconds late, of which the slack covers ten: a spacing of 208 ms after this call's own slot is too soon.
  expect(reservation.asked.at(-1)).toEqual(['postpone', 'provider', expect.closeTo(208 + 90 - 100)]);
});

it('does not call for somebody who gave up while waiting', async () => {
  const controller = new AbortController();
  const reason = new Error('canceled');
  const clock: BudgetClock = {
    now: () => 0,
    sleep: () => {
      controller.abort(reason);
      return Promise.resolve();
    },
  };
  const reservation = reservationOf({ waitMs: 100 });
  const budget = createRequestBudget({ reservation, key: 'provider', limits: FIVE_A_SECOND, clock });

  await expect(budget.run(controller.signal, () => Promise.resolve('called'))).rejects.toBe(reason);
});

it('is one and the same for all callers of a provider until its limits change', () => {
  const budgetFor = createBudgetBook({ reservation: reservationOf() });

  const first = budgetFor('provider', FIVE_A_SECOND);

  expect(budgetFor('provider', { ...FIVE_A_SECOND })).toBe(first);
  expect(budgetFor('other', FIVE_A_SECOND)).not.toBe(first);
  expect(budgetFor('provider', NO_RATE)).not.toBe(first);
});

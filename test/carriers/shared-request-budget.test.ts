import { expect, it } from 'vitest';
import type { BudgetClock } from '../../src/carriers/budget-clock.ts';
import { createBudgetBook } from '../../src/carriers/budget-book.ts';
import type { BudgetLimits, SlotReservation } from '../../src/carriers/request-budget.ts';
import { createRequestBudget } from '../../src/carriers/shared-request-budget.ts';
import { carrierErrorOf } from './carrier-error-of.ts';

const never = new AbortController().signal;
const FIVE_A_SECOND: BudgetLimits = { requestsPerSecond: 5, maxConcurrentRequests: 2 };
const NO_RATE: BudgetLimits = { requestsPerSecond: null, maxConcurrentRequests: 2 };

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

type Answer = Awaited<ReturnType<SlotReservation['reserve']>>;

function reservationOf(...answers: Answer[]): SlotReservation & { readonly asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    asked,
    reserve: (...request) => {
      asked.push(['reserve', ...request]);
      return Promise.resolve(answers.shift() ?? { waitMs: 0 });
    },
    postpone: (...request) => {
      asked.push(['postpone', ...request]);
      return Promise.resolve();
    },
  };
}

it('reserves a slot of the shared rate, waits for it and calls', async () => {
  const reservation = reservationOf({ waitMs: 150 });
  const clock = handClock();
  const budget = createRequestBudget({ reservation, key: 'provider', limits: FIVE_A_SECOND, clock });

  expect(await budget.run(never, () => Promise.resolve('answer'))).toBe('answer');

  expect(reservation.asked).toEqual([['reserve', 'provider', { requestsPerSecond: 5, maxWaitMs: 10_000 }]]);
  expect(clock.slept).toEqual([150]);
});

it('takes a place before it reserves, so that no slot is wasted in the line', async () => {
  const reservation = reservationOf();
  const limits = { requestsPerSecond: 5, maxConcurrentRequests: 1 };
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

it('hands a turn that is too far away back with its wait, and frees the place', async () => {
  const reservation = reservationOf({ retryAfterMs: 45_000 }, { retryAfterMs: 44_000 }, { waitMs: 0 });
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
  const limits = { requestsPerSecond: null, maxConcurrentRequests: 1 };
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

it('keeps a pause without asking the database when there is no rate', async () => {
  const reservation = reservationOf();
  const clock = handClock();
  const budget = createRequestBudget({ reservation, key: 'provider', limits: NO_RATE, clock });

  await budget.postpone(2_000);
  await budget.run(never, () => Promise.resolve());
  await budget.postpone(20_000);
  const error = await carrierErrorOf(budget.run(never, () => Promise.resolve()));

  expect(reservation.asked).toEqual([]);
  expect(clock.slept).toEqual([2_000]);
  expect(error).toMatchObject({ code: 'carrier.budget_exhausted', retryAfterMs: 20_000 });
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

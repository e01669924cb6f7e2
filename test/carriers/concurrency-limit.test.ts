import { expect, it } from 'vitest';
import { createConcurrencyLimit } from '../../src/carriers/concurrency-limit.ts';
import { carrierErrorOf } from './carrier-error-of.ts';

const never = new AbortController().signal;
const LONG = 60_000;

it('admits those who wait in the order they came', async () => {
  const limit = createConcurrencyLimit(1);
  const admitted: string[] = [];
  const leave = await limit.enter(never, LONG);
  const enter = async (name: string) => {
    const leaveAgain = await limit.enter(never, LONG);
    admitted.push(name);
    leaveAgain();
  };
  const all = Promise.all([enter('first'), enter('second'), enter('third')]);

  expect(admitted).toEqual([]);
  leave();
  await all;

  expect(admitted).toEqual(['first', 'second', 'third']);
});

it('never has more inside than there are places', async () => {
  const limit = createConcurrencyLimit(3);
  let inside = 0;
  let most = 0;
  const visit = async () => {
    const leave = await limit.enter(new AbortController().signal, LONG);
    inside += 1;
    most = Math.max(most, inside);
    await Promise.resolve();
    inside -= 1;
    leave();
  };

  await Promise.all(Array.from({ length: 50 }, visit));

  expect(most).toBe(3);
});

it('lets nobody profit from giving a place back twice', async () => {
  const limit = createConcurrencyLimit(1);
  const leave = await limit.enter(never, LONG);
  leave();
  leave();

  await limit.enter(never, LONG);
  const error = await carrierErrorOf(limit.enter(never, 1));

  expect(error.code).toBe('carrier.budget_exhausted');
});

it('frees the standing place of a caller who gives up', async () => {
  const limit = createConcurrencyLimit(1, 1);
  const leave = await limit.enter(never, LONG);
  const controller = new AbortController();
  const reason = new Error('no longer needed');
  const gaveUp = limit.enter(controller.signal, LONG);
  controller.abort(reason);
  await expect(gaveUp).rejects.toBe(reason);

  const next = limit.enter(never, LONG);
  leave();

  await expect(next).resolves.toBeTypeOf('function');
});

it('refuses at once when the line is full', async () => {
  const limit = createConcurrencyLimit(1, 0);
  await limit.enter(never, LONG);

  const error = await carrierErrorOf(limit.enter(never, LONG));

  expect(error).toMatchObject({
    code: 'carrier.budget_exhausted',
    retryAfterMs: LONG,
    mayHaveApplied: false,
  });
});

it('does not admit a caller who has given up already', async () => {
  const limit = createConcurrencyLimit(1);
  const reason = new Error('too late');

  await expect(limit.enter(AbortSignal.abort(reason), LONG)).rejects.toBe(reason);

  await expect(limit.enter(never, LONG)).resolves.toBeTypeOf('function');
});

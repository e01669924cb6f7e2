import { expect, test } from 'vitest';
import { createTurns } from '../../src/api/uploads/turns.ts';

const never = new AbortController().signal;

test('those that wait go on in their order, one for each that ends', async () => {
  const turns = createTurns({ atOnce: 1, waiting: 2 });
  const order: string[] = [];
  const endFirst = await turns.take(never);
  const waiting = ['second', 'third'].map(async (name) => {
    const end = await turns.take(never);
    order.push(name);
    end();
  });
  expect(order).toEqual([]);
  endFirst();
  endFirst();
  await Promise.all(waiting);
  expect(order).toEqual(['second', 'third']);
});

test('one more than may wait is refused, until somebody leaves', async () => {
  const turns = createTurns({ atOnce: 1, waiting: 1 });
  const end = await turns.take(never);
  const gone = new AbortController();
  const leaving = turns.take(gone.signal);
  await expect(turns.take(never)).rejects.toMatchObject({ code: 'service.unavailable' });
  gone.abort();
  await expect(leaving).rejects.toMatchObject({ code: 'service.unavailable' });
  const next = turns.take(never);
  end();
  await expect(next).resolves.toBeTypeOf('function');
});

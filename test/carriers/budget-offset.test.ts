import { expect, it } from 'vitest';
import { createClockOffset } from '../../src/carriers/budget-offset.ts';

it('is as exact as the quickest of several answers, whichever way the others were held up', () => {
  const offset = createClockOffset();
  // The database's clock runs 5,000 ms ahead: held up on the way there, on the way back, and not at all.
  offset.note(5_140, 100, 141);
  offset.note(5_201, 200, 280);
  offset.note(5_301, 300, 302);

  expect(offset.toLocal(5_400)).toBeCloseTo(401);

  offset.note(5_401, 400, 900);
  expect(offset.toLocal(5_400)).toBeCloseTo(401);
});

it('is never too early: an instant of the database has come when this process thinks so', () => {
  const offset = createClockOffset();
  offset.note(5_110, 100, 130);

  expect(offset.toLocal(5_110)).toBe(130);
});

it('starts anew when one of the clocks was set', () => {
  const offset = createClockOffset();
  offset.note(5_101, 100, 102);
  offset.note(9_202, 200, 203);

  expect(offset.toLocal(9_300)).toBe(301);
});

it('forgets what is older than a minute, since clocks drift', () => {
  const offset = createClockOffset();
  offset.note(5_101, 100, 102);
  offset.note(105_130, 100_100, 100_140);

  expect(offset.toLocal(105_130)).toBe(100_140);
});

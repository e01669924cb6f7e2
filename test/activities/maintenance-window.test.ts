import { expect, it } from 'vitest';
import { windowStateAt } from '../../src/activities/maintenance-window.ts';

const HOUR = 3_600_000;
const night = { timeZone: 'Europe/Berlin', from: '22:00', to: '04:00' };
const day = { timeZone: 'Europe/Berlin', from: '09:00', to: '17:30' };

it.each([
  ['a day window before it opens', day, '2026-06-01T06:00:00Z', 1 * HOUR, 9.5 * HOUR],
  ['a day window that is open', day, '2026-06-01T08:00:00Z', 0, 7.5 * HOUR],
  ['a day window that has just closed', day, '2026-06-01T15:30:00Z', 15.5 * HOUR, 24 * HOUR],
  ['a night window before midnight', night, '2026-06-01T21:00:00Z', 0, 5 * HOUR],
  ['a night window after midnight', night, '2026-06-01T01:00:00Z', 0, 1 * HOUR],
  ['a night window by day', night, '2026-06-01T10:00:00Z', 10 * HOUR, 16 * HOUR],
  ['the night that loses an hour', night, '2026-03-28T21:00:00Z', 0, 5 * HOUR],
  ['the night that gains an hour', night, '2026-10-24T20:00:00Z', 0, 7 * HOUR],
])('%s', (_what, window, now, opensInMs, closesInMs) => {
  expect(windowStateAt(window, new Date(now))).toEqual({ opensInMs, closesInMs });
});

it('without a window everything is open', () => {
  expect(windowStateAt(null, new Date())).toEqual({ opensInMs: 0, closesInMs: null });
});

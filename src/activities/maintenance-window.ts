import { DateTime } from 'luxon';
import type { MaintenanceWindow } from '../domain/rollout.ts';

/** Milliseconds until the window opens (0: it is open), and until it closes again; null without a window. */
export interface WindowState {
  readonly opensInMs: number;
  readonly closesInMs: number | null;
}

/**
 * Where the window stands at an instant. A local time that a change to summer time skips counts as the instant an hour
 * later; one that a change from it doubles counts as the first. A window whose ends are the same is open all day.
 */
export function windowStateAt(window: MaintenanceWindow | null, now: Date): WindowState {
  if (window === null || window.from === window.to) return { opensInMs: 0, closesInMs: null };
  const local = DateTime.fromJSDate(now, { zone: window.timeZone });
  for (const daysAgo of [1, 0, -1]) {
    const day = local.startOf('day').minus({ days: daysAgo });
    const opens = at(day, window.from);
    const closes = at(window.to > window.from ? day : day.plus({ days: 1 }), window.to);
    if (local >= closes) continue;
    const opensInMs = Math.max(0, opens.toMillis() - local.toMillis());
    return { opensInMs, closesInMs: closes.toMillis() - local.toMillis() };
  }
  throw new Error('A window opens at least once in three days.');
}

function at(day: DateTime, time: string): DateTime {
  const [hour, minute] = time.split(':').map(Number);
  return day.set({ hour: hour ?? 0, minute: minute ?? 0, second: 0, millisecond: 0 });
}

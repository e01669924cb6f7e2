import type { ThingspaceState } from './thingspace-state.ts';

/** The numbers a line gets when it is activated. */
export interface LineNumbers {
  mdn: string;
  msisdn: string;
  ipAddress: string;
}

/** Counts a series up and answers its new number; the first is 1. */
export function nextNumber(state: ThingspaceState, series: string): number {
  const last = (state.counters.get(series)?.last ?? 0) + 1;
  state.counters.put({ series, last });
  return last;
}

/** Invented numbers that no line has: every activation gives new ones, also to a line that had some. */
export function newLineNumbers(state: ThingspaceState): LineNumbers {
  const known = state.devices.size;
  for (let tried = 0; tried <= known; tried += 1) {
    const number = nextNumber(state, 'line');
    const mdn = `555${String(2_000_000 + (number % 8_000_000))}`;
    if (state.devices.find(mdn).length > 0) continue;
    const ipAddress = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
    return { mdn, msisdn: `1${mdn}`, ipAddress };
  }
  throw new Error('The simulator has no MDN left.');
}

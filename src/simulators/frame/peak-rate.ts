/** The highest number of events in any one second. */
export interface PeakRate {
  /** Notes an event; times never go backwards. */
  note(atMs: number): void;
  highest(): number;
}

/** Creates a counter; amortised constant time an event, memory for one second of events. */
export function createPeakRate(): PeakRate {
  let times: number[] = [];
  let first = 0;
  let highest = 0;
  return {
    note: (atMs) => {
      times.push(atMs);
      while ((times[first] ?? atMs) <= atMs - 1_000) first += 1;
      highest = Math.max(highest, times.length - first);
      if (first > 4_096 && first > times.length / 2) {
        times = times.slice(first);
        first = 0;
      }
    },
    highest: () => highest,
  };
}

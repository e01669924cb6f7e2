/** The simulator's own time: real time plus an offset that only grows, so that "oldest first" stays true. */
export interface SimulatorClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** ISO 8601 text of `now()`, or of the given milliseconds. */
  iso(atMs?: number): string;
  /** How far the clock runs ahead of real time, in milliseconds. */
  offsetMs(): number;
  /** Sets the distance to real time. */
  setOffset(offsetMs: number): void;
}

/** Creates a clock that runs with real time until its offset is set. */
export function createClock(): SimulatorClock {
  let offset = 0;
  const now = (): number => Date.now() + offset;
  return {
    now,
    iso: (atMs) => new Date(atMs ?? now()).toISOString(),
    offsetMs: () => offset,
    setOffset: (offsetMs) => {
      offset = offsetMs;
    },
  };
}

/**
 * A carrier counts calls where they arrive, and on the way there two may come closer to each other than they were planned.
 * So slots are further apart than the rate demands, by this part of what the carrier counts over.
 */
const SLACK = 0.04;
/** Of the slack, for calls that are known to be late; the rest is for what the carrier's changing pace hides. */
const KNOWN_SHARE = 0.25;

/** The rate at which slots are given out, for a rate that the carrier permits. */
export function pacedRate(requestsPerSecond: number): number {
  return requestsPerSecond / (1 + SLACK);
}

export interface PacedCall {
  /** When it was to leave, when it left and when its answer came, in milliseconds. */
  readonly slot: number;
  readonly left: number;
  readonly answered: number;
}

/** Keeps an eye on how far calls arrive behind their slots. */
export interface Pace {
  /**
   * Before which instant the next call must not be planned: one spacing after the slot, unless the call came later
   * than the slack covers. Null where the plan may stay as it is.
   */
  notBefore(call: PacedCall): number | null;
}

const KEEP = 20;

/**
 * A call that left late, or whose answer took longer than three quarters of the others and which may therefore have
 * arrived late, would have the calls of the next second too close behind it: what the slack does not cover moves the
 * plan, and costs no more of the rate than that.
 */
export function createPace(requestsPerSecond: number): Pace {
  const spacingMs = 1_000 / pacedRate(requestsPerSecond);
  const coveredMs = KNOWN_SHARE * SLACK * Math.max(1_000, 1_000 / requestsPerSecond);
  const durations: number[] = [];
  let isFirst = true;
  return {
    notBefore({ slot, left, answered }) {
      const took = answered - left;
      const usual = durations.length === 0 ? 0 : upperQuartile(durations);
      // The first call of a process opens its connection: it says nothing of what is usual.
      if (!isFirst) durations.push(took);
      isFirst = false;
      if (durations.length > KEEP) durations.shift();
      const late = left - slot + took - usual;
      return late <= coveredMs ? null : slot + spacingMs + late - coveredMs;
    },
  };
}

function upperQuartile(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length * 0.75)] ?? 0;
}

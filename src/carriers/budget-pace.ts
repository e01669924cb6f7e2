/**
 * A carrier counts calls where they arrive, and on the way there two may come closer to each other than they were planned.
 * So slots are further apart than the rate demands, by this part of what the carrier counts over.
 */
const SLACK = 0.04;
/** Of the slack, for calls that leave later than their slot; the rest is for what happens to them on the way. */
const OWN_SHARE = 0.25;

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
/** What is usual shows after so many calls; the first ones open connections and are slow by themselves. */
const ENOUGH = 5;

/**
 * A call that left late, or whose answer took longer than usual and which may therefore have arrived late, would have
 * the calls of the next second too close behind it: what the slack does not cover moves the plan, and costs no more of
 * the rate than that.
 */
export function createPace(requestsPerSecond: number): Pace {
  const spacingMs = 1_000 / pacedRate(requestsPerSecond);
  const slackMs = SLACK * Math.max(1_000, 1_000 / requestsPerSecond);
  const durations: number[] = [];
  return {
    notBefore({ slot, left, answered }) {
      const took = answered - left;
      const usual = durations.length < ENOUGH ? 0 : median(durations);
      durations.push(took);
      if (durations.length > KEEP) durations.shift();
      const ownMs = Math.max(0, left - slot - slackMs * OWN_SHARE);
      const wayMs = Math.max(0, took - usual - slackMs * (1 - OWN_SHARE));
      return ownMs + wayMs === 0 ? null : slot + spacingMs + ownMs + wayMs;
    },
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? 0;
}

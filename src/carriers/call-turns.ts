import type { BudgetClock } from './budget-clock.ts';
import { pacedRate } from './budget-pace.ts';
import { CarrierError } from './carrier-error.ts';
import type { Circuit } from './circuit.ts';
import type { BudgetLimits, BudgetState, SharedBudgets } from './request-budget.ts';

export interface Turn {
  /** Below 0: the turn has begun already. */
  readonly waitMs: number;
  /** This one call tries the carrier after an outage. */
  readonly trial: boolean;
}

export interface Turns {
  /** Throws CarrierError `carrier.budget_exhausted` when the turn is too far away or the carrier is down. */
  next(): Promise<Turn>;
  postpone(milliseconds: number): Promise<void>;
}

export interface TurnOptions {
  readonly reservation: SharedBudgets;
  readonly key: string;
  readonly limits: BudgetLimits;
  readonly maxWaitMs: number;
  readonly circuit: Circuit;
  readonly clock: BudgetClock;
}

/** How long a worker believes what it has read, where no slot is reserved with every call. */
const LOOK_EVERY_MS = 1_000;
/** A trial lasts as long as its call may take, and this for the way there. */
const TRIAL_MARGIN_MS = 5_000;
/** How soon to ask again when another call is already trying the carrier. */
const TRIAL_ANSWER_MS = 1_000;

/** Decides when a call may leave: by a slot of the rate, or, without a rate, by the pause and the circuit alone. */
export function createCallTurns(options: TurnOptions): Turns {
  const { reservation, key, limits, maxWaitMs, circuit, clock } = options;
  const { requestsPerSecond } = limits;
  const trialMs = limits.requestTimeoutMs + TRIAL_MARGIN_MS;
  const look = createLook(() => reservation.circuit.read(key), clock);
  let pausedUntil = Number.NEGATIVE_INFINITY;

  async function reserved(rate: number): Promise<Turn> {
    const slot = await reservation.reserve(key, {
      requestsPerSecond: pacedRate(rate),
      maxWaitMs,
      trialMs,
    });
    if ('retryAfterMs' in slot) {
      if (slot.outage) circuit.refuseFor(slot.retryAfterMs);
      throw turnTooFarAway(slot.retryAfterMs);
    }
    if (slot.troubled) circuit.noteTrouble();
    return { waitMs: slot.waitMs, trial: slot.trial };
  }

  async function unreserved(): Promise<Turn> {
    const { state, readAt } = await look.fresh();
    pausedUntil = Math.max(pausedUntil, readAt + state.pausedMs);
    if (state.failures > 0) circuit.noteTrouble();
    if (state.openMs === null) return { waitMs: 0, trial: false };
    const left = readAt + state.openMs - clock.now();
    if (left > 0) circuit.refuseFor(left);
    // Whatever the trial brings, what was read before it is no longer true.
    look.forget();
    if (await reservation.circuit.takeTrial(key, trialMs)) return { waitMs: 0, trial: true };
    return circuit.refuseFor(TRIAL_ANSWER_MS);
  }

  return {
    next: async () => {
      const known = pausedUntil - clock.now();
      if (known > maxWaitMs) throw turnTooFarAway(known);
      const turn = requestsPerSecond === null ? await unreserved() : await reserved(requestsPerSecond);
      const pause = pausedUntil - clock.now();
      if (pause <= maxWaitMs) return { ...turn, waitMs: Math.max(pause, turn.waitMs) };
      if (turn.trial) await reservation.circuit.returnTrial(key);
      throw turnTooFarAway(pause);
    },
    postpone: async (milliseconds) => {
      pausedUntil = Math.max(pausedUntil, clock.now() + milliseconds);
      await reservation.postpone(key, milliseconds);
    },
  };
}

interface Seen {
  readonly state: BudgetState;
  readonly readAt: number;
}

/** Reads at most once a second, one statement for all calls that come together, and none when there are none. */
function createLook(read: () => Promise<BudgetState>, clock: BudgetClock) {
  let seen: Promise<Seen> | undefined;
  let since = Number.NEGATIVE_INFINITY;
  const forget = (): void => {
    seen = undefined;
  };
  return {
    forget,
    fresh: (): Promise<Seen> => {
      if (seen === undefined || clock.now() - since >= LOOK_EVERY_MS) {
        since = clock.now();
        const reading = read().then((state) => ({ state, readAt: clock.now() }));
        seen = reading;
        reading.catch(forget);
      }
      return seen;
    },
  };
}

function turnTooFarAway(retryAfterMs: number): CarrierError {
  return new CarrierError({
    code: 'carrier.budget_exhausted',
    message: `The account’s request budget is used up for another ${String(Math.ceil(retryAfterMs))} ms.`,
    retryAfterMs: Math.ceil(retryAfterMs),
    mayHaveApplied: false,
  });
}

import type { BudgetClock } from './budget-clock.ts';
import { CarrierError } from './carrier-error.ts';
import type { BudgetState, CircuitRecord } from './request-budget.ts';

/** A worker's view of one credential's circuit. */
export interface Circuit {
  /** Throws CarrierError `carrier.budget_exhausted` while the carrier is known to be down. */
  refuseWhileOpen(): void;
  /** Throws as well, after an answer that told so. */
  refuseFor(milliseconds: number): never;
  /** Failures are on record: the next success sets them back. */
  noteTrouble(): void;
  /** Calls, and records what the outcome says of the carrier. */
  watch<T>(trial: boolean, call: () => Promise<T>): Promise<T>;
}

/**
 * Failures are counted where all workers see them; a success writes only when failures are known here, so that a
 * carrier in good health costs no statement.
 */
export function createCircuit(options: {
  readonly record: CircuitRecord;
  readonly key: string;
  readonly clock: BudgetClock;
}): Circuit {
  const { record, key, clock } = options;
  let openUntil = 0;
  let troubled = false;

  function learn({ failures, openMs }: BudgetState): void {
    troubled = failures > 0;
    openUntil = openMs === null ? 0 : clock.now() + openMs;
  }

  async function note(verdict: Verdict, trial: boolean): Promise<void> {
    if (verdict === 'down') {
      learn(await record.countOutage(key, trial));
    } else if (verdict === 'alive' && (trial || troubled)) {
      troubled = false;
      openUntil = 0;
      await record.close(key);
    } else if (verdict === 'unknown' && trial) {
      await record.returnTrial(key);
    }
  }

  // The outcome of the call counts for its device; that it could not be recorded must not hide it.
  const noteSafely = (verdict: Verdict, trial: boolean) => note(verdict, trial).catch(() => undefined);

  return {
    refuseWhileOpen: () => {
      const left = openUntil - clock.now();
      if (left > 0) throw carrierDown(left);
    },
    refuseFor: (milliseconds) => {
      openUntil = clock.now() + milliseconds;
      throw carrierDown(milliseconds);
    },
    noteTrouble: () => {
      troubled = true;
    },
    watch: async (trial, call) => {
      let result;
      try {
        result = await call();
      } catch (error) {
        await noteSafely(verdictOf(error), trial);
        throw error;
      }
      await noteSafely('alive', trial);
      return result;
    },
  };
}

type Verdict = 'alive' | 'down' | 'unknown';

/** A refusal shows that the carrier answers. Whatever else went wrong before or instead of an answer says nothing. */
function verdictOf(error: unknown): Verdict {
  if (!(error instanceof CarrierError)) return 'unknown';
  const { code, httpStatus } = error;
  const looksDown = code === 'carrier.unavailable' || code === 'carrier.timeout';
  if (looksDown && (httpStatus === undefined || httpStatus >= 500)) return 'down';
  return httpStatus === undefined ? 'unknown' : 'alive';
}

function carrierDown(milliseconds: number): CarrierError {
  const retryAfterMs = Math.max(100, Math.ceil(milliseconds));
  return new CarrierError({
    code: 'carrier.budget_exhausted',
    message: `The carrier does not answer (an outage); no call is made for another ${String(retryAfterMs)} ms.`,
    retryAfterMs,
    mayHaveApplied: false,
  });
}

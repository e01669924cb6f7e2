import { Context } from '@temporalio/activity';
import { CarrierError } from '../carriers/carrier-error.ts';

const BEAT_MS = 5_000;
/** Below the heartbeat timeout of 20 s: past it, another worker may have been given this step. */
const LEASE_MS = 15_000;

interface Beat {
  readonly writeSent: boolean;
}

export interface Heartbeat {
  /** Whether an earlier attempt may have sent a write. Unknown counts as yes. */
  readonly earlierWriteSent: boolean;
  /** Throws when this process was stalled for so long that the step may no longer be its own. */
  assertAlive(): void;
  /** Notes whether a write of this attempt may have been applied; sent with the next beat. */
  note(writeSent: boolean): void;
  /** Sends the note now, so that it reaches the next attempt together with the failure. */
  report(): void;
  stop(): void;
}

/**
 * Tells Temporal that the step is alive, every five seconds; a step shorter than that costs no heartbeat at all. The
 * note travels with it, so that the next attempt knows whether it must read before it writes.
 */
export function startHeartbeat(): Heartbeat {
  const context = Context.current();
  const earlier = context.info.heartbeatDetails as Beat | undefined;
  let lastBeat = performance.now();
  let writeSent = false;
  const report = (): void => {
    context.heartbeat({ writeSent } satisfies Beat);
  };
  const timer = setInterval(() => {
    lastBeat = performance.now();
    report();
  }, BEAT_MS);
  return {
    earlierWriteSent: earlier?.writeSent ?? true,
    assertAlive: () => {
      if (performance.now() - lastBeat <= LEASE_MS) return;
      throw new CarrierError({
        code: 'system.unexpected',
        message: 'The worker was stalled before it could send; the step is given back.',
        mayHaveApplied: false,
      });
    },
    note: (sent) => {
      writeSent = sent;
    },
    report,
    stop: () => {
      clearInterval(timer);
    },
  };
}

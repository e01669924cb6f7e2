import { Context } from '@temporalio/activity';
import { CarrierError } from '../carriers/carrier-error.ts';

const BEAT_MS = 5_000;
/** Below the heartbeat timeout of 30 s: past it, another worker may have been given this step. */
const LEASE_MS = 15_000;

interface Beat {
  /** False only from an attempt that has ended, and whose every write is accounted for. */
  readonly writeSent: boolean;
  /** Which attempt says so: a word of an older one proves nothing about those after it. */
  readonly attempt: number;
  /** This attempt or one before it has claimed the device. */
  readonly claimed?: boolean;
  /** This attempt or one before it had reason to read first. */
  readonly repeat?: boolean;
  /** Attempts so far that only waited for the budget. */
  readonly waits?: number;
  /** The last of them. */
  readonly lastWait?: number;
}

export interface Heartbeat {
  /** Whether an earlier attempt may have sent a write. Unknown counts as yes. */
  readonly earlierWriteSent: boolean;
  /** An earlier attempt of this step has claimed the device: that it is claimed says nothing of another run. */
  readonly earlierClaimed: boolean;
  /** An earlier attempt of this step had reason to read first: those after it have the same reason. */
  readonly earlierRepeat: boolean;
  /** Earlier attempts that ended waiting for the request budget: they are no tries. */
  readonly earlierWaits: number;
  /** The attempt before this one was such a wait. */
  readonly afterWait: boolean;
  /** This attempt ends waiting as well. */
  noteWait(): void;
  /** This attempt has claimed the device; `repeat`: and has reason to read first. */
  noteClaim(repeat: boolean): void;
  /** Throws when this process was stalled for so long that the step may no longer be its own. */
  assertAlive(): void;
  /** Notes whether a write may have been applied; sent when the attempt ends. */
  note(writeSent: boolean): void;
  /** Sends the note, so that it reaches the next attempt together with the failure that ends this one. */
  report(): void;
  stop(): void;
}

/**
 * Tells Temporal that the step is alive, every five seconds; a step shorter than that costs no heartbeat at all. The
 * note travels with the failure, so that the next attempt knows whether it must read before it writes. Without a note of
 * the attempt right before it, an attempt must.
 */
export function startHeartbeat(): Heartbeat {
  const context = Context.current();
  const earlier = context.info.heartbeatDetails as Beat | undefined;
  let lastBeat = performance.now();
  let writeSent = false;
  const earlierWaits = earlier?.waits ?? 0;
  let waits = earlierWaits;
  let lastWait = earlier?.lastWait ?? 0;
  const earlierClaimed = earlier?.claimed ?? false;
  let claimed = earlierClaimed;
  const earlierRepeat = earlier?.repeat ?? false;
  let repeat = earlierRepeat;
  const { attempt } = context.info;
  const beat = (sent: boolean): void => {
    context.heartbeat({ writeSent: sent, attempt, claimed, repeat, waits, lastWait } satisfies Beat);
  };
  const timer = setInterval(() => {
    lastBeat = performance.now();
    // The write may leave right after this beat, and the worker may die right after the write.
    beat(true);
  }, BEAT_MS);
  return {
    earlierWriteSent: earlier?.attempt !== attempt - 1 || earlier.writeSent,
    earlierClaimed,
    earlierRepeat,
    earlierWaits,
    afterWait: lastWait > 0 && lastWait === attempt - 1,
    noteWait: () => {
      waits = earlierWaits + 1;
      lastWait = attempt;
    },
    noteClaim: (isRepeat) => {
      claimed = true;
      repeat ||= isRepeat;
    },
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
    report: () => {
      beat(writeSent);
    },
    stop: () => {
      clearInterval(timer);
    },
  };
}

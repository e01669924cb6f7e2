import { Problem } from '../problem.ts';

export interface Turns {
  /**
   * Resolves when it is the caller's turn, with what ends the turn.
   * @throws Problem service.unavailable when too many wait already, or the signal is aborted first
   */
  take(signal: AbortSignal): Promise<() => void>;
}

/** At most `atOnce` work at the same time and at most `waiting` wait for them, first come first served. */
export function createTurns({
  atOnce,
  waiting,
}: {
  readonly atOnce: number;
  readonly waiting: number;
}): Turns {
  const queue: (() => void)[] = [];
  let busy = 0;

  function end(): void {
    const next = queue.shift();
    if (next === undefined) busy -= 1;
    else next();
  }

  async function take(signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) throw senderGone();
    if (busy < atOnce) busy += 1;
    else if (queue.length < waiting) await wait(queue, signal);
    else throw tooBusy();
    return once(end);
  }

  return { take };
}

function wait(queue: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const proceed = () => {
      signal.removeEventListener('abort', leave);
      resolve();
    };
    const leave = () => {
      queue.splice(queue.indexOf(proceed), 1);
      reject(senderGone());
    };
    queue.push(proceed);
    signal.addEventListener('abort', leave, { once: true });
  });
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    action();
  };
}

/** A fault of 500 and above, although nobody reads it: the answers below are kept for the caller's Idempotency-Key. */
export function senderGone(): Problem {
  return new Problem('service.unavailable', 'The connection was closed before the file was read.');
}

function tooBusy(): Problem {
  const detail = 'Other files are being read. Try again shortly.';
  return new Problem('service.unavailable', detail, { headers: { 'retry-after': '10' } });
}

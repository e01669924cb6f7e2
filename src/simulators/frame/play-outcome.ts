import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { sendAnswer } from './answer.ts';
import type { Outcome } from './outcome.ts';

/** Told when the request is over, just before the client can know. */
export type OnOver = (status: number | null) => void;

/** Plays an outcome on the connection. `signal` ends every wait when the simulator closes. */
export async function playOutcome(
  response: ServerResponse,
  outcome: Outcome,
  latencyMs: number,
  over: OnOver,
  signal: AbortSignal,
): Promise<void> {
  const delayMs = latencyMs + (outcome.kind === 'answer' ? outcome.delayMs : 0);
  if (delayMs >= 0.5) await pause(delayMs, signal);
  switch (outcome.kind) {
    case 'answer':
      over(outcome.answer.status);
      sendAnswer(response, outcome.answer);
      return;
    case 'reset':
      over(null);
      response.socket?.resetAndDestroy();
      return;
    case 'close':
      over(null);
      response.socket?.destroy();
      return;
    case 'hold':
      await holdOpen(response, outcome.ms, signal);
      over(null);
      response.socket?.destroy();
      return;
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal, ref: false }).catch(() => undefined);
}

async function holdOpen(response: ServerResponse, ms: number, signal: AbortSignal): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  if (response.destroyed) return;
  await pause(ms, AbortSignal.any([gone.signal, signal]));
}

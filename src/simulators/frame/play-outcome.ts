import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { sendAnswer } from './answer.ts';
import type { Outcome } from './outcome.ts';

/** Told when the request is over, just before the client can know. */
export type OnOver = (status: number | null) => void;

/**
 * Plays an outcome on the connection. Every wait ends when the client goes away or `signal` says that the
 * simulator closes.
 */
export async function playOutcome(
  response: ServerResponse,
  outcome: Outcome,
  latencyMs: number,
  over: OnOver,
  signal: AbortSignal,
): Promise<void> {
  const delayMs = latencyMs + (outcome.kind === 'answer' ? outcome.delayMs : 0);
  if (delayMs >= 0.5) await waitUnlessGone(response, delayMs, signal);
  if (outcome.kind === 'answer') await outcome.answer.after;
  if (response.destroyed) {
    over(null);
    return;
  }
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
      await waitUnlessGone(response, outcome.ms, signal);
      over(null);
      response.socket?.destroy();
      return;
  }
}

/** A client that has given up must not count as a request under way. */
async function waitUnlessGone(response: ServerResponse, ms: number, signal: AbortSignal): Promise<void> {
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  response.once('close', leave);
  if (response.destroyed) return;
  const either = AbortSignal.any([gone.signal, signal]);
  await wait(ms, undefined, { signal: either, ref: false }).catch(() => undefined);
  response.off('close', leave);
}

import { ActivityFailure, condition, setHandler } from '@temporalio/workflow';
import type { AskedStep, ConfirmationTerms, Observation, ToldStep } from '../activities/step.ts';
import { errorClassOf } from '../domain/error-code.ts';
import { deviceFailure, type DeviceFailure } from './device-outcome.ts';
import { carrierNewsSignal } from './messages.ts';

/** How many times the carrier is listened to; beyond, only asking finds out. A request has a handful of callbacks. */
const MOST_NEWS = 50;

/** That the carrier has told something, since somebody last looked. */
export interface News {
  /** True as soon as there is some, at once when there is already; false after so many milliseconds. Takes it. */
  arrives(withinMs: number): Promise<boolean>;
  /** There is some in the inbox already. */
  expect(): void;
}

/** Listens from now on. Called before anything is sent: the carrier may be faster than its own answer. */
export function listenForNews(): News {
  let heard = 0;
  let fresh = false;
  setHandler(carrierNewsSignal, () => {
    heard += 1;
    if (heard <= MOST_NEWS) fresh = true;
  });
  return {
    async arrives(withinMs) {
      if (!fresh && withinMs > 0) await condition(() => fresh, withinMs);
      const arrived = fresh;
      fresh = false;
      return arrived;
    },
    expect: () => {
      fresh = true;
    },
  };
}

export type Confirmation =
  | { readonly kind: 'confirmed'; readonly observed: Observation }
  | { readonly kind: 'failed'; readonly failure: DeviceFailure }
  | { readonly kind: 'closed' };

export interface Wait {
  readonly terms: ConfirmationTerms;
  readonly news: News;
  /** What the carrier has told by itself, null when it is nothing final. Absent: this carrier only answers. */
  told?(): Promise<ToldStep>;
  /** Asks the carrier. `last`: there will be no other question. */
  ask(last: boolean): Promise<Asked>;
  /** What was sent and when, for the one who has to find out when nobody confirms it. */
  readonly sent: string;
}

export type Asked = (AskedStep & { readonly closed: false }) | { readonly closed: true };

/**
 * Waits until the carrier tells by callback how a request has ended, asking it now and then, and gives up at the
 * deadline: then nobody knows, and the device ends UNKNOWN. A question that fails is asked again at the next turn.
 */
export async function awaitConfirmation(wait: Wait): Promise<Confirmation> {
  const deadline = Date.now() + wait.terms.deadlineMs;
  let pauseMs = wait.terms.firstPollMs;
  let trouble: DeviceFailure | null = null;
  for (;;) {
    const left = deadline - Date.now();
    const isLast = left <= pauseMs;
    const hasNews = await wait.news.arrives(Math.max(0, Math.min(pauseMs, left)));
    const told = (hasNews ? await wait.told?.() : null) ?? null;
    if (told !== null) return ended(told);
    const asked = await askSafely(wait, isLast && !hasNews);
    if ('trouble' in asked) trouble = asked.trouble;
    else if (asked.closed) return { kind: 'closed' };
    else if (asked.kind === 'failed') return ended((await reasonTold(wait)) ?? asked);
    else if (asked.kind === 'confirmed') return ended(asked);
    if (isLast && !hasNews) return { kind: 'failed', failure: unconfirmed(wait, trouble) };
    if (!hasNews) pauseMs = Math.min(pauseMs * 2, wait.terms.slowestPollMs);
  }
}

/** A question alone never tells the reason, but a callback that is about to come does. */
const REASON_MS = 5_000;

async function reasonTold(wait: Wait): Promise<ToldStep> {
  if (wait.told === undefined) return null;
  await wait.news.arrives(REASON_MS);
  return wait.told();
}

async function askSafely(wait: Wait, last: boolean): Promise<Asked | { readonly trouble: DeviceFailure }> {
  try {
    return await wait.ask(last);
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return { trouble: deviceFailure(error) };
  }
}

function ended(step: Exclude<AskedStep, { readonly kind: 'pending' }>): Confirmation {
  if (step.kind === 'confirmed') return { kind: 'confirmed', observed: step.observed };
  const { code, message } = step;
  return {
    kind: 'failed',
    failure: { status: 'ERROR', errorClass: errorClassOf(code), errorCode: code, errorMessage: message },
  };
}

function unconfirmed({ sent }: Wait, trouble: DeviceFailure | null): DeviceFailure {
  const last = trouble === null ? '' : ` The last question failed: ${trouble.errorMessage}`;
  return {
    status: 'UNKNOWN',
    errorClass: errorClassOf('carrier.unconfirmed'),
    errorCode: 'carrier.unconfirmed',
    errorMessage: `${sent} No confirmation came before the deadline, and the device does not show it.${last}`,
  };
}

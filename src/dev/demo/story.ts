import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from './api-client.ts';
import { bulkChangeShape, type FollowedChange } from './api-shapes.ts';
import type { Check } from './check-change.ts';

const DEADLINE_MS = 5 * 60_000;
const INTERVAL_MS = 250;

/** Where a story is told, one step after the other, over one carrier. */
export interface Stage {
  readonly api: ApiClient;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  readonly simulatorUrl: string;
}

/** @throws Error when the change does not come to it */
export function until(
  stage: Stage,
  id: string,
  status: string,
  holds: (change: FollowedChange) => boolean = () => true,
): Promise<FollowedChange> {
  return awaitState(stage, {
    read: () => stage.api.get(`/v1/bulk-changes/${id}`, bulkChangeShape),
    isThere: (change) => change.status === status && holds(change),
    what: `The change ${id}`,
    status,
  });
}

/** @throws Error when it does not come to it within five minutes */
export async function awaitState<T extends { readonly status: string }>(
  { signal }: Stage,
  {
    read,
    isThere,
    what,
    status,
  }: {
    readonly read: () => Promise<T>;
    readonly isThere: (state: T) => boolean;
    readonly what: string;
    readonly status: string;
  },
): Promise<T> {
  const deadline = performance.now() + DEADLINE_MS;
  for (;;) {
    const state = await read();
    if (isThere(state)) return state;
    if (performance.now() > deadline) {
      throw new Error(`${what} is ${state.status} after five minutes, and should be ${status}.`);
    }
    await delay(INTERVAL_MS, undefined, { signal });
  }
}

export function check(title: string, expected: string | number, actual: string | number): Check {
  return { title, expected: String(expected), actual: String(actual) };
}

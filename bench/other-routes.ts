import type { BenchStack } from './stack.ts';

/** What somebody who reads lists meanwhile would call. */
const ROUTES = [
  '/v1/bulk-changes?limit=20',
  '/v1/devices?limit=50',
  '/v1/customer-rate-plans',
  '/v1/session',
  '/health/ready',
] as const;

const CALLERS = 2;
/** People do not call without a break, and the figure is of the API and not of its queue. */
const BREAK_MS = 20;
const TIMEOUT_MS = 10_000;

export interface OtherCalls {
  /** Stops calling and tells how long each call took, in milliseconds, shortest first. */
  stop(): Promise<readonly number[]>;
}

/** Calls other routes of the API until it is stopped. Fails with the first call that is not answered well. */
export function callOtherRoutes(stack: BenchStack): OtherCalls {
  const times: number[] = [];
  const stopping = new AbortController();
  const callers = Promise.all(
    Array.from({ length: CALLERS }, (_, caller) => keepCalling(stack, caller, times, stopping.signal)),
  );
  // Whoever stops it gets the fault; until then it must not end the process.
  callers.catch(() => undefined);
  return {
    stop: async () => {
      stopping.abort();
      await callers;
      return times.sort((one, other) => one - other);
    },
  };
}

async function keepCalling(
  stack: BenchStack,
  caller: number,
  times: number[],
  stopping: AbortSignal,
): Promise<void> {
  for (let call = caller; !stopping.aborted; call += 1) {
    const route = ROUTES[call % ROUTES.length] ?? ROUTES[0];
    const begun = performance.now();
    const response = await fetch(`${stack.apiUrl}${route}`, {
      headers: { authorization: `Bearer ${stack.seed.token}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${route} was answered with ${String(response.status)}.`);
    times.push(performance.now() - begun);
    await new Promise((resume) => setTimeout(resume, BREAK_MS));
  }
}

/** The value below which this share of the sorted values lies. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

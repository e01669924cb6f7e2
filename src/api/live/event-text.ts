import type { KnownState, LiveState } from './live-state.ts';

/** How long a client waits before it comes again, in milliseconds. */
const RETRY_MS = 3_000;

/** Before the first event. */
export const OPENING = `retry: ${String(RETRY_MS)}\n\n`;

/** Keeps proxies from closing a connection on which nothing happens. */
export const HEARTBEAT = ': still here\n\n';

/**
 * A state as Server-Sent Events. A listener who knows the status hears of the progress only. The status comes last, so
 * that nothing follows a final one.
 */
export function eventsOf({ revision, status, progress }: LiveState, known: KnownState | undefined): string {
  if (status === known?.status) return event('progress', revision, progress);
  // Whoever is cut off between the two comes back with the number before, and gets both again.
  const first = revision === known?.revision ? revision : revision - 1n;
  return event('progress', first, progress) + event('status', revision, status);
}

function event(name: 'status' | 'progress', id: bigint, data: string): string {
  return `id: ${String(id)}\nevent: ${name}\ndata: ${data}\n\n`;
}

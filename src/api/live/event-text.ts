import type { LiveState } from './live-state.ts';

/** How long a client waits before it comes again, in milliseconds. */
const RETRY_MS = 3_000;

/** Before the first event. */
export const OPENING = `retry: ${String(RETRY_MS)}\n\n`;

/** Keeps proxies from closing a connection on which nothing happens. */
export const HEARTBEAT = ': still here\n\n';

/**
 * A state as Server-Sent Events. A listener who knows the status hears of the progress only. The status comes last, so
 * that nothing follows a final one; before it stands the number before, so that whoever was cut off between the two gets
 * both again.
 */
export function eventsOf({ revision, status, progress }: LiveState, knownStatus: string | undefined): string {
  if (status === knownStatus) return event('progress', revision, progress);
  return event('progress', revision - 1n, progress) + event('status', revision, status);
}

function event(name: 'status' | 'progress', id: bigint, data: string): string {
  return `id: ${String(id)}\nevent: ${name}\ndata: ${data}\n\n`;
}

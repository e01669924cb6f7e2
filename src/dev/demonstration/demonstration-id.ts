import { createHash } from 'node:crypto';

/** 2026-01-05T00:00:00Z: the time that the ids of the demonstration data carry. */
const epochMs = Date.UTC(2026, 0, 5);

/**
 * A UUIDv7 that is the same in every installation, so that sample requests can name records. `sequence` orders ids among
 * each other: it counts as milliseconds of their time.
 */
export function demonstrationId(name: string, sequence = 0): string {
  const time = (epochMs + sequence).toString(16).padStart(12, '0');
  const hash = createHash('sha256').update(`millpond demonstration ${name}`).digest('hex');
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${hash.slice(0, 3)}`,
    `8${hash.slice(3, 6)}`,
    hash.slice(6, 18),
  ].join('-');
}

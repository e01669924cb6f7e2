import type { DeviceErrorCode } from '../domain/error-code.ts';
import { storableText } from '../platform/storable-text.ts';

/** What an answer that is no success means. */
export interface Refusal {
  readonly code: DeviceErrorCode;
  /** The system's own words, short; null when it gave none. */
  readonly said: string | null;
  /** True when the answer does not prove that nothing was done: a server error can come after the effect. */
  readonly outcomeOpen: boolean;
  /** A wait that stands in the body rather than in the header. */
  readonly retryAfterMs?: number;
}

/** One line of at most 300 characters, for an error message. */
export function saidInShort(text: string): string | null {
  const line = storableText(text).replaceAll(/\s+/g, ' ').trim();
  if (line === '') return null;
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

import { z } from 'zod';
import type { BulkChangeAnswer } from './bulk-change.ts';

/** The data of a `status` event: members of the change's answer. */
export type LiveStatus = Pick<
  BulkChangeAnswer,
  'id' | 'status' | 'effectiveAt' | 'timeZone' | 'wave' | 'pauseReason' | 'startedAt' | 'finishedAt'
> &
  Pick<BulkChangeAnswer['progress'], 'waitingFor'>;

/** The data of a `progress` event. */
export type LiveProgress = Pick<BulkChangeAnswer, 'counts' | 'progress'>;

export const liveEventQuery = z.strictObject({
  lastEventId: z
    .string()
    .max(40)
    .optional()
    .describe('The same as the header Last-Event-ID, which goes first where both are sent.'),
});

/** A sequence number as it was sent; whatever else a client remembers counts as nothing. */
export function readLastEventId(text: unknown): bigint | undefined {
  return typeof text === 'string' && /^\d{1,18}$/.test(text) ? BigInt(text) : undefined;
}

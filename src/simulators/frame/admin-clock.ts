import { z } from 'zod';
import type { ServingParts } from './serve-call.ts';

const moveSchema = z.union([
  z.strictObject({ advanceMs: z.number().nonnegative() }),
  z.strictObject({ advanceSeconds: z.number().nonnegative() }),
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
]);

/**
 * Moves the simulator's clock forward, then does what has become due.
 * @throws ZodError for another body, Error for a time before the clock's own.
 */
export function moveClock(parts: Pick<ServingParts, 'clock' | 'store' | 'tick'>, body: unknown): void {
  const byMs = distance(moveSchema.parse(body), parts.clock.now());
  if (byMs < 0) throw new Error('The clock only moves forward; POST /__simulator/reset sets it back.');
  parts.clock.setOffset(parts.clock.offsetMs() + byMs);
  parts.store.clockMoved();
  parts.tick();
}

function distance(move: z.infer<typeof moveSchema>, now: number): number {
  if ('advanceMs' in move) return move.advanceMs;
  if ('advanceSeconds' in move) return move.advanceSeconds * 1_000;
  return Date.parse(move.now) - now;
}

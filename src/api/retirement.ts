import type { Clock } from '../platform/clock.ts';

/** What `retired` in a change of a plan or pool means for its row; nothing when it is absent. */
export function retirement(retired: boolean | undefined, clock: Clock): { readonly retiredAt?: Date | null } {
  if (retired === undefined) return {};
  return { retiredAt: retired ? clock.now() : null };
}

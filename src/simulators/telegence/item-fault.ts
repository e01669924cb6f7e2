import type { FaultKind, FaultRule } from '../frame/fault-plan.ts';

/**
 * Whether a fault of the given kind hits an item of a batch. A rule about a device hits that device
 * only. Without one, `rejectItem` hits the first item, so that the rest shows a partial batch, and any
 * other kind hits all of them.
 */
export function isHit(
  fault: FaultRule | null,
  kind: FaultKind,
  identifiers: readonly string[],
  at: number,
): boolean {
  if (fault?.do !== kind) return false;
  const { device } = fault.when;
  if (device !== undefined) return identifiers.includes(device);
  return kind !== 'rejectItem' || at === 0;
}

import type { DeviceStatus } from '../../domain/device-status.ts';
import type { OutsideCall } from '../../platform/exchange.ts';
import { CarrierError } from '../carrier-error.ts';
import type { LineStatusChange } from '../carrier-port.ts';
import type { LineAnswer } from './answer.ts';
import { isAtWork, productStatusOf, stateOf } from './mapper.ts';
import type { ThingspaceRequests } from './requests.ts';

/**
 * The status a line has before it is changed; null when nobody knows it or the carrier has no such line yet. The
 * carrier is asked on later attempts, and when only its answer tells a restoration from an activation.
 * Throws CarrierError `thingspace.in_progress` while the carrier is at work on the line.
 */
export async function statusBefore(
  requests: ThingspaceRequests,
  change: LineStatusChange,
  call: OutsideCall,
): Promise<DeviceStatus | null> {
  const known = change.from ?? null;
  if (!call.readFirst && (change.target !== 'active' || known !== null)) return known;
  try {
    const line = await requests.getLine(change.identifier, call);
    refuseWhileAtWork(line, call);
    return productStatusOf(stateOf(line));
  } catch (error) {
    if (isUnknownLine(error) && MAY_BE_NEW.includes(change.target)) return null;
    throw error;
  }
}

/** An action now would be refused, and would use up one of the day. */
export function refuseWhileAtWork(line: LineAnswer, call: OutsideCall): void {
  if (!isAtWork(line)) return;
  throw new CarrierError({
    code: 'thingspace.in_progress',
    message: `ThingSpace has the line in "${stateOf(line) ?? ''}": it is at work on an earlier request.`,
    // On a later attempt the earlier request is most likely ours.
    mayHaveApplied: call.readFirst,
  });
}

/** Statuses that a line can get which the carrier has not seen before. */
const MAY_BE_NEW: readonly DeviceStatus[] = ['pending_activation', 'active'];

function isUnknownLine(error: unknown): boolean {
  return error instanceof CarrierError && error.code === 'carrier.device_not_found';
}

import { readIdentifier } from '../../domain/device-identifier.ts';
import type { FoundDevice } from '../../domain/found-device.ts';
import type { Prisma } from '../generated/client.ts';
import { loadCarrierPlans } from './carrier-plans.ts';
import { compareDevice } from './compare-device.ts';
import { lockKnownDevices } from './known-devices.ts';
import { noteSeen } from './note-seen.ts';
import type { SyncTask } from './sync-task.ts';
import { createDevices, updateDevices } from './write-devices.ts';
import { recordDrifts, resolveDrifts } from './write-drifts.ts';

/** A device as a carrier lists it: a line may come without a SIM, and an ICCID with a pad digit. */
export type ListedFound = Omit<FoundDevice, 'iccid'> & { readonly iccid: string | null };

export interface FoundCounts {
  /** Devices that this sync had not seen before. */
  readonly seen: number;
  readonly created: number;
  readonly updated: number;
  readonly drifted: number;
}

/**
 * Stores what the carrier was found to have, inside a transaction: unknown devices are made, known ones take over what is
 * new, and what differs from what was believed becomes drift. A device that is in hand is only noted as seen, and so is one
 * that could not be read, by its ICCID.
 */
export async function storeFound(
  tx: Prisma.TransactionClient,
  task: SyncTask,
  listed: readonly ListedFound[],
  unread: readonly string[],
): Promise<FoundCounts> {
  const found = byIccid(listed);
  const known = await lockKnownDevices(tx, task, [...found.keys()]);
  const plans = await loadCarrierPlans(tx, task);
  const comparisons = known.flatMap((device) => {
    const told = found.get(device.iccid);
    return told === undefined || device.isInHand
      ? []
      : [compareDevice(task.integration, plans, device, told)];
  });
  const knownIccids = new Set(known.map(({ iccid }) => iccid));
  const created = await createDevices(
    tx,
    task,
    plans,
    [...found.values()].filter(({ iccid }) => !knownIccids.has(iccid)),
  );
  const updates = comparisons.flatMap(({ update }) => update ?? []);
  await updateDevices(tx, task, updates);
  await resolveDrifts(
    tx,
    task,
    comparisons.flatMap((comparison) => comparison.resolved),
  );
  const drifted = await recordDrifts(
    tx,
    task,
    comparisons.flatMap(({ drifts }) => drifts),
  );
  const seen = await noteSeen(tx, task, [
    ...found.keys(),
    ...unread.flatMap((iccid) => iccidOf(iccid) ?? []),
  ]);
  return { seen, created, updated: updates.length, drifted };
}

/** Each once, the last word of the page counting; without those that have no ICCID to keep them by. */
function byIccid(listed: readonly ListedFound[]): Map<string, FoundDevice> {
  const found = new Map<string, FoundDevice>();
  for (const device of listed) {
    const iccid = device.iccid === null ? null : iccidOf(device.iccid);
    if (iccid !== null) found.set(iccid, { ...device, iccid });
  }
  return found;
}

function iccidOf(told: string): string | null {
  const reading = readIdentifier(told);
  return reading.ok && reading.type === 'ICCID' ? reading.value : null;
}

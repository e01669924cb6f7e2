import { TOLD_FIELDS, type DriftField, type ToldField } from '../../domain/drift.ts';
import { meansTheSame, type FoundDevice } from '../../domain/found-device.ts';
import type { Integration } from '../../domain/integration.ts';
import type { CarrierPlans } from './carrier-plans.ts';
import type { KnownDevice } from './known-devices.ts';

/** What a device becomes by what its carrier has told. A field that is null stays as it is. */
export interface DeviceUpdate {
  readonly deviceId: string;
  readonly status: string | null;
  readonly carrierRatePlanId: string | null;
  readonly communicationPlanId: string | null;
  readonly msisdn: string | null;
  readonly imei: string | null;
  readonly ipAddress: string | null;
}

export interface FoundDrift {
  readonly deviceId: string;
  readonly field: DriftField;
  readonly believed: string;
  readonly found: string;
}

/** What is to be written about a device that is known. */
export interface Comparison {
  /** Null when nothing is new. */
  readonly update: DeviceUpdate | null;
  /** New ones, and open ones that were found to be something else by now. */
  readonly drifts: readonly FoundDrift[];
  /** Open ones that are as they were believed to be again. */
  readonly resolved: readonly { readonly deviceId: string; readonly field: DriftField }[];
}

/** How a field stands: as it is stored, as answers call it, and whether what the carrier says can be stored at all. */
interface Told {
  readonly believed: string | null;
  readonly found: string;
  /** What goes into the row; null when the carrier names a plan that is not known here. */
  readonly stored: string | null;
}

/**
 * Holds what the carrier says of a device against what is believed. The carrier's word wins; what it differs in is a drift,
 * unless nothing was believed before. A plan that is not known here is a drift too, but cannot be taken over.
 */
export function compareDevice(
  integration: Integration,
  plans: CarrierPlans,
  known: KnownDevice,
  found: FoundDevice,
): Comparison {
  const changed: Partial<Record<ToldField, string>> = {};
  const drifts: FoundDrift[] = [];
  const resolved: { deviceId: string; field: DriftField }[] = [];
  for (const field of TOLD_FIELDS) {
    const told = readField(field, plans, known, found);
    if (told === null) continue;
    const isNews = told.believed === null || !meansTheSame(integration, field, told.believed, told.found);
    const open = known.openDrifts.find((drift) => drift.field === field);
    const isBack = open !== undefined && meansTheSame(integration, field, open.believed, told.found);
    // Where the carrier has one word for two statuses, it is the one that was believed that has come back.
    const stored = isBack && field === 'status' ? open.believed : told.stored;
    if (isNews && stored !== null) changed[field] = stored;
    const deviceId = known.id;
    if (isBack) {
      resolved.push({ deviceId, field });
    } else if (isNews && told.believed !== null && !isNoted(known, field, told, open?.found)) {
      drifts.push({ deviceId, field, believed: open?.believed ?? told.believed, found: told.found });
    }
  }
  if (known.openDrifts.some(({ field }) => field === 'presence')) {
    resolved.push({ deviceId: known.id, field: 'presence' });
  }
  return { update: updateOf(known.id, changed), drifts, resolved };
}

/** What cannot be stored is found by each sync anew: it is told once, and not again when a person has taken note. */
function isNoted(known: KnownDevice, field: ToldField, { found, stored }: Told, open?: string): boolean {
  if (open === found) return true;
  return (
    stored === null && known.acknowledged.some((noted) => noted.field === field && noted.found === found)
  );
}

/** Null when the carrier does not say. */
function readField(
  field: ToldField,
  plans: CarrierPlans,
  known: KnownDevice,
  found: FoundDevice,
): Told | null {
  switch (field) {
    case 'carrierRatePlan':
      return readPlan(plans, known.carrierRatePlanId, found.ratePlan, (word) =>
        plans.ratePlan(word, known.carrierRatePlanId),
      );
    case 'communicationPlan':
      return readPlan(plans, known.communicationPlanId, found.communicationPlan, (word) =>
        plans.communicationPlan(word),
      );
    case 'status':
    case 'msisdn':
    case 'imei':
    case 'ipAddress': {
      const value = found[field];
      return value === null ? null : { believed: known[field], found: value, stored: value };
    }
  }
}

function readPlan(
  plans: CarrierPlans,
  believedId: string | null,
  word: string | null,
  find: CarrierPlans['communicationPlan'],
): Told | null {
  if (word === null) return null;
  const plan = find(word);
  const believed = believedId === null ? null : (plans.nameOf(believedId) ?? null);
  return { believed, found: plan?.name ?? word, stored: plan?.id ?? null };
}

function updateOf(deviceId: string, changed: Partial<Record<ToldField, string>>): DeviceUpdate | null {
  if (Object.keys(changed).length === 0) return null;
  return {
    deviceId,
    status: changed.status ?? null,
    carrierRatePlanId: changed.carrierRatePlan ?? null,
    communicationPlanId: changed.communicationPlan ?? null,
    msisdn: changed.msisdn ?? null,
    imei: changed.imei ?? null,
    ipAddress: changed.ipAddress ?? null,
  };
}

import type { RequestedStatus, RequestFault } from '../../domain/change-request.ts';
import type { DeviceStatus } from '../../domain/device-status.ts';
import { INTEGRATION_TITLES, type Integration } from '../../domain/integration.ts';

/** Which carriers use the fields that belong to a new line; all of them need the target `active`. */
const ACTIVATION_FIELDS = {
  carrierRatePlan: ['THINGSPACE', 'TELEGENCE'],
  mdnZipCode: ['THINGSPACE', 'TELEGENCE'],
  publicIpRestriction: ['THINGSPACE'],
  placeOfUse: ['THINGSPACE', 'TELEGENCE'],
  staticIp: ['TELEGENCE'],
} as const satisfies Record<string, readonly Integration[]>;

type ActivationField = keyof typeof ACTIVATION_FIELDS;

const FIELDS = Object.keys(ACTIVATION_FIELDS) as readonly ActivationField[];

/** The one reason that ThingSpace knows for a deactivation. */
const THINGSPACE_REASON = 'FF';

/** What a status change names that its carrier or its target has no use for: refused, never quietly left out. */
export function statusFieldFaults(integration: Integration, change: RequestedStatus): RequestFault[] {
  const faults = FIELDS.filter(
    (field) => change[field] !== undefined && !uses(integration, change, field),
  ).map((field) => unsupported(nameOf(field), whoUses(ACTIVATION_FIELDS[field])));
  return [...faults, ...reasonFaults(integration, change), ...placeFaults(integration, change)];
}

/** Whether the carrier uses this field of a new line with the target that is asked for. */
function uses(
  integration: Integration,
  { targetStatus }: { readonly targetStatus: DeviceStatus },
  field: ActivationField,
): boolean {
  const users: readonly Integration[] = ACTIVATION_FIELDS[field];
  return targetStatus === 'active' && users.includes(integration);
}

function reasonFaults(
  integration: Integration,
  { reasonCode, targetStatus }: RequestedStatus,
): RequestFault[] {
  if (integration !== 'THINGSPACE' || reasonCode === undefined) return [];
  if (targetStatus !== 'deactivated') {
    return [unsupported('reasonCode', 'ThingSpace has reasons for a deactivation only')];
  }
  if (reasonCode === THINGSPACE_REASON) return [];
  const detail = `ThingSpace knows the reason ${THINGSPACE_REASON} only; leave reasonCode out, or send that.`;
  return [{ pointer: '/statusUpdate/reasonCode', code: 'status_update.reason_unknown', detail }];
}

/** The place of a ThingSpace line has an address; at Telegence only the name goes to the carrier. */
function placeFaults(integration: Integration, change: RequestedStatus): RequestFault[] {
  const { placeOfUse } = change;
  if (placeOfUse === undefined || !uses(integration, change, 'placeOfUse')) return [];
  if (integration === 'TELEGENCE' && placeOfUse.hasAddress) {
    return [unsupported('primaryPlaceOfUse/address', 'Telegence takes the name of a contact and no address')];
  }
  if (integration !== 'THINGSPACE' || placeOfUse.hasAddress) return [];
  const detail = 'At ThingSpace the place of use needs its address.';
  const pointer = '/statusUpdate/primaryPlaceOfUse/address';
  return [{ pointer, code: 'status_update.address_missing', detail }];
}

/** The field as the caller knows it. */
const nameOf = (field: ActivationField) => (field === 'placeOfUse' ? 'primaryPlaceOfUse' : field);

function whoUses(users: readonly Integration[]): string {
  const titles = users.map((user) => INTEGRATION_TITLES[user]).join(' and ');
  return `only an activation (target active) over ${titles} uses it`;
}

function unsupported(field: string, reason: string): RequestFault {
  const detail = `Leave "${field.replace('/', '.')}" out: ${reason}.`;
  return { pointer: `/statusUpdate/${field}`, code: 'status_update.field_unsupported', detail };
}

import { IANAZone } from 'luxon';
import type {
  ChangeRequest,
  RequestedChange,
  RequestedDevice,
  RequestFault,
} from '../../../domain/change-request.ts';
import { CHANGE_BLOCKS, CHANGE_TYPES, type ChangeType } from '../../../domain/change-type.ts';
import type { SubmitBulkChangeBody } from '../../contracts/submit-bulk-change.ts';
import { pagesOf } from '../../../db/submission/pages-of.ts';
import { readDevices } from './read-devices.ts';
import { toRollout } from './rollout-document.ts';
import { toRequestedChange } from './to-requested-change.ts';

export type ChangeReading =
  | { readonly ok: true; readonly request: ChangeRequest }
  | { readonly ok: false; readonly faults: readonly RequestFault[] };

/**
 * Turns a body whose shape is right into a change the domain understands, or into every fault of its content. Nothing is
 * looked up here. `timeZone` is where local dates are: the request's, else the provider's.
 */
export function toChangeRequest(body: SubmitBulkChangeBody, timeZone: string | undefined): ChangeReading {
  const faults: RequestFault[] = [];
  refuseWrongBlocks(body, faults);
  if (body.timeZone !== undefined && !IANAZone.isValidZone(body.timeZone)) {
    faults.push({
      pointer: '/timeZone',
      code: 'time_zone.unknown',
      detail: 'Name an IANA time zone, such as Europe/Berlin.',
    });
  }
  const change = toRequestedChange(body, timeZone, faults);
  const devices = readDevices(body.devices, timeZone, faults);
  if (faults.length > 0 || change === undefined) return { ok: false, faults };
  return { ok: true, request: requestOf(body, change, devices) };
}

function requestOf(
  { serviceProviderId, processChanges, onConflict, rollout, requiresApproval }: SubmitBulkChangeBody,
  change: RequestedChange,
  devices: readonly RequestedDevice[],
): ChangeRequest {
  return {
    serviceProviderId,
    processChanges,
    onConflict,
    ...(rollout === undefined ? {} : { rollout: toRollout(rollout) }),
    ...(requiresApproval === undefined ? {} : { requiresApproval }),
    devices: pagesOf(devices),
    change,
  };
}

function refuseWrongBlocks(body: SubmitBulkChangeBody, faults: RequestFault[]): void {
  const wanted = CHANGE_BLOCKS[body.changeType];
  if (body[wanted] === undefined) {
    const detail = `A change of type ${body.changeType} needs the block "${wanted}".`;
    faults.push({ pointer: `/${wanted}`, code: 'block.missing', detail });
  }
  for (const block of otherBlocks(body.changeType)) {
    if (body[block] === undefined) continue;
    const detail = `"${block}" does not belong to a change of type ${body.changeType}: leave it out.`;
    faults.push({ pointer: `/${block}`, code: 'block.unexpected', detail });
  }
}

function otherBlocks(changeType: ChangeType) {
  return CHANGE_TYPES.filter((type) => type !== changeType).map((type) => CHANGE_BLOCKS[type]);
}

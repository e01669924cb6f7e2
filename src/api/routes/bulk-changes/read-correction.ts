import type { RequestFault } from '../../../domain/change-request.ts';
import { readImei } from '../../../domain/device-identifier.ts';
import { parseTargetStatus, TARGET_STATUS_WORDS } from '../../../domain/device-status.ts';
import type { RowCorrection } from '../../../domain/row-correction.ts';
import type { DeviceCorrection } from '../../../db/submission/correctable-row.ts';
import type { CorrectDeviceBody } from '../../contracts/correct-device.ts';
import { definedFields } from '../../defined-fields.ts';
import { readDevices } from './read-devices.ts';

export type CorrectionReading =
  | {
      readonly ok: true;
      readonly fields: Pick<DeviceCorrection, 'device' | 'imei'>;
      readonly correction: RowCorrection;
    }
  | { readonly ok: false; readonly faults: readonly RequestFault[] };

/** Reads what a correction names, as a submission reads it, or finds every fault of it. Nothing is looked up here. */
export function readCorrection(body: CorrectDeviceBody): CorrectionReading {
  const { iccid, msisdn, imei, targetStatus, reprocess: _reprocess, ...rest } = body;
  const faults: RequestFault[] = [];
  const device = readDevice({ iccid, msisdn }, faults);
  const ownImei = imei === undefined ? undefined : readImei(imei);
  if (imei !== undefined && ownImei === undefined) {
    const detail =
      'An IMEI has 15 digits with a valid check digit, 14 without one, or 16 with the software version.';
    faults.push({ pointer: '/imei', code: 'device.imei_malformed', detail });
  }
  const status = targetStatus === undefined ? undefined : parseTargetStatus(targetStatus);
  if (targetStatus !== undefined && status === undefined) {
    const detail = `"${targetStatus}" is no status. Use one of ${TARGET_STATUS_WORDS.join(', ')}.`;
    faults.push({ pointer: '/targetStatus', code: 'status.target_unknown', detail });
  }
  if (faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    fields: definedFields({ device, imei: ownImei }),
    correction: definedFields({ ...rest, targetStatus: status }),
  };
}

function readDevice(
  names: Pick<CorrectDeviceBody, 'iccid' | 'msisdn'>,
  faults: RequestFault[],
): DeviceCorrection['device'] {
  const named = definedFields(names);
  if (Object.keys(named).length === 0) return undefined;
  const found: RequestFault[] = [];
  const [device] = readDevices([named], undefined, found);
  faults.push(...found.map((fault) => ({ ...fault, pointer: fault.pointer.replace('/devices/0', '') })));
  return device;
}

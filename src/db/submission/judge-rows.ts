import type { ChangeOrder } from '../../domain/change-order.ts';
import type { RequestedDevice } from '../../domain/change-request.ts';
import type { DeviceFacts, DeviceImage, DeviceVerdict } from '../../domain/device-rules.ts';
import { judgeDevice } from '../../domain/device-rules.ts';
import { errorClassOf, type DeviceErrorCode } from '../../domain/error-code.ts';
import type { Integration } from '../../domain/integration.ts';
import type { RowOverrides } from '../../domain/row-correction.ts';
import type { RepeatedDevice } from './repeated-devices.ts';
import { createSeenDevices } from './seen-devices.ts';

export interface Candidate {
  readonly deviceId: string;
  /** Another device in use has the same number. */
  readonly isAmbiguous?: boolean;
  readonly facts: DeviceFacts;
}

/** A row as it is stored: to be done, or refused with its reason. */
export interface PlannedRow {
  readonly rowNumber: number;
  readonly identifier: string;
  readonly identifierType: 'ICCID' | 'MSISDN';
  readonly deviceId: string | null;
  readonly status: 'PENDING' | 'ERROR';
  readonly errorClass: string | null;
  readonly errorCode: DeviceErrorCode | null;
  readonly errorMessage: string | null;
  readonly overrides: RowOverrides | null;
  /** The row's own date; null: the change's. */
  readonly effectiveAt: Date | null;
  /** The row's own order; absent: the change's. */
  readonly order?: ChangeOrder;
  /** The row of the file it came from; absent: from none. */
  readonly sourceRow?: number;
  readonly before: DeviceImage | null;
  readonly after: DeviceImage | null;
}

/** What a page of devices comes to. */
export interface PlannedPage {
  readonly rows: readonly PlannedRow[];
  /** Devices without a row, since they have one already. */
  readonly repeated: readonly RepeatedDevice[];
}

/** How the devices of a change are judged, one page after the other. */
export interface RowJudge {
  /** Row numbers count from 1 over all pages and have no gaps: waves are cut by them. */
  judge(
    devices: readonly RequestedDevice[],
    candidates: ReadonlyMap<string, Candidate>,
    own: ReadonlyMap<RequestedDevice, ChangeOrder>,
  ): PlannedPage;
}

/** `order` is the change's; `own` of a page names the orders of devices that do not follow it. */
export function createRowJudge(integration: Integration, order: ChangeOrder): RowJudge {
  const firstPlaceOf = createSeenDevices();
  let named = 0;
  let stored = 0;
  return {
    judge: (devices, candidates, own) => {
      const rows: PlannedRow[] = [];
      const repeated: RepeatedDevice[] = [];
      for (const device of devices) {
        const candidate = candidates.get(device.identifier);
        const place = device.sourceRow ?? named;
        const firstPlace = firstPlaceOf(meantDevice(candidate) ?? device.identifier, place);
        named += 1;
        if (firstPlace !== place) {
          repeated.push({ place, firstPlace, identifierType: device.identifierType });
          continue;
        }
        stored += 1;
        rows.push(planRow(integration, { order, own: own.get(device) }, device, stored, candidate));
      }
      return { rows, repeated };
    },
  };
}

/** Null where nobody knows which device is meant: a row without one can never be carried out, not even by a retry. */
function meantDevice(candidate: Candidate | undefined): string | null {
  return candidate === undefined || candidate.isAmbiguous === true ? null : candidate.deviceId;
}

function planRow(
  integration: Integration,
  { order, own }: { readonly order: ChangeOrder; readonly own: ChangeOrder | undefined },
  device: RequestedDevice,
  rowNumber: number,
  candidate: Candidate | undefined,
): PlannedRow {
  const row = {
    rowNumber,
    identifier: device.identifier,
    identifierType: device.identifierType,
    deviceId: meantDevice(candidate),
    overrides: overridesOf(device),
    effectiveAt: device.effectiveAt ?? null,
    ...(own === undefined ? {} : { order: own }),
    ...(device.sourceRow === undefined ? {} : { sourceRow: device.sourceRow }),
  };
  const verdict = judgeRow(integration, own ?? order, withOwnImei(candidate, device), false);
  if (verdict.ok) {
    return {
      ...row,
      status: 'PENDING',
      errorClass: null,
      errorCode: null,
      errorMessage: null,
      before: verdict.before,
      after: verdict.after,
    };
  }
  return {
    ...row,
    status: 'ERROR',
    errorClass: errorClassOf(verdict.code),
    errorCode: verdict.code,
    errorMessage: verdict.message,
    before: null,
    after: null,
  };
}

function overridesOf({ imei, correction }: RequestedDevice): RowOverrides | null {
  if (imei === undefined && correction === undefined) return null;
  return {
    ...(imei === undefined ? {} : { imei }),
    ...(correction === undefined ? {} : { corrected: correction }),
  };
}

/** The IMEI that the row names goes before the device's. */
export function withOwnImei(
  candidate: Candidate | undefined,
  { imei }: Pick<RequestedDevice, 'imei'>,
): Candidate | undefined {
  if (candidate === undefined || imei === undefined) return candidate;
  return { ...candidate, facts: { ...candidate.facts, imei } };
}

/** Said of a row whose device has another one. */
export const REPEATED_DEVICE = {
  code: 'device.duplicate',
  message: 'The device stands in this change already.',
} as const satisfies { readonly code: DeviceErrorCode; readonly message: string };

/** `repeated`: the device stands in the change already. */
export function judgeRow(
  integration: Integration,
  order: ChangeOrder,
  candidate: Candidate | undefined,
  repeated: boolean,
): DeviceVerdict {
  if (candidate?.isAmbiguous === true) {
    return {
      ok: false,
      code: 'device.ambiguous',
      message: 'Several devices of this service provider have this number.',
    };
  }
  if (repeated) return { ok: false, ...REPEATED_DEVICE };
  return judgeDevice(integration, order, candidate?.facts ?? null);
}

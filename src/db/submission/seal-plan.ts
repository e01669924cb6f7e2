import { createHash } from 'node:crypto';
import type { ChangeOrder } from '../../domain/change-order.ts';
import type { RequestedDevice } from '../../domain/change-request.ts';
import type { DeviceFacts, DeviceImage, DeviceVerdict } from '../../domain/device-rules.ts';
import { judgeDevice } from '../../domain/device-rules.ts';
import { errorClassOf, type DeviceErrorCode } from '../../domain/error-code.ts';
import type { Integration } from '../../domain/integration.ts';
import type { RowOverrides } from '../../domain/row-correction.ts';

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
  readonly before: DeviceImage | null;
  readonly after: DeviceImage | null;
}

export interface SealedPlan {
  readonly rows: readonly PlannedRow[];
  readonly refused: number;
  /** SHA-256 over the date, the order, what is personal and the rows: two plans with the same hash do the same to the same devices. */
  readonly hash: string;
}

/** What a plan is made of beside its order and its rows. */
interface PlanTerms {
  /** The date the change waits for, null when it waits for none. */
  readonly effectiveAt: Date | null;
  /** Personal fields as they are stored, encrypted: what they say must not show in the hash. */
  readonly personal: string | null;
}

/** What the rows of a change do: `own` names those that do not follow its order. */
export interface PlannedOrders {
  readonly order: ChangeOrder;
  readonly own: ReadonlyMap<RequestedDevice, ChangeOrder>;
}

/** Judges every row. Row numbers count from 1, as a person counts the lines of a list. */
export function sealPlan(
  integration: Integration,
  { order, own }: PlannedOrders,
  devices: readonly RequestedDevice[],
  candidates: ReadonlyMap<string, Candidate>,
  terms: PlanTerms,
): SealedPlan {
  const seen = new Set<string>();
  const rows = devices.map((device, index) => {
    const candidate = candidates.get(device.identifier);
    const key = candidate?.deviceId ?? device.identifier;
    const repeated = seen.has(key);
    seen.add(key);
    return planRow(integration, { order, own: own.get(device) }, device, index + 1, candidate, repeated);
  });
  const refused = rows.filter((row) => row.status === 'ERROR').length;
  return { rows, refused, hash: hashOf(order, rows, terms) };
}

function planRow(
  integration: Integration,
  { order, own }: { readonly order: ChangeOrder; readonly own: ChangeOrder | undefined },
  device: RequestedDevice,
  rowNumber: number,
  candidate: Candidate | undefined,
  repeated: boolean,
): PlannedRow {
  const row = {
    rowNumber,
    identifier: device.identifier,
    identifierType: device.identifierType,
    deviceId: candidate?.deviceId ?? null,
    overrides: overridesOf(device),
    effectiveAt: device.effectiveAt ?? null,
    ...(own === undefined ? {} : { order: own }),
  };
  const verdict = judgeRow(integration, own ?? order, withOwnImei(candidate, device), repeated);
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

/** `repeated`: the device stands in the change already. */
export function judgeRow(
  integration: Integration,
  order: ChangeOrder,
  candidate: Candidate | undefined,
  repeated: boolean,
): DeviceVerdict {
  if (repeated)
    return { ok: false, code: 'device.duplicate', message: 'The device stands in this change already.' };
  if (candidate?.isAmbiguous === true) {
    return {
      ok: false,
      code: 'device.ambiguous',
      message: 'Several devices of this service provider have this number.',
    };
  }
  return judgeDevice(integration, order, candidate?.facts ?? null);
}

/** Two plans with the same hash do the same to the same devices. */
export function hashOf(
  order: ChangeOrder,
  rows: readonly PlannedRow[],
  { effectiveAt, personal }: PlanTerms,
): string {
  const head = personal === null ? [effectiveAt, order] : [effectiveAt, order, personal];
  const hash = createHash('sha256').update(JSON.stringify(head));
  for (const row of rows) {
    const {
      rowNumber,
      identifier,
      deviceId,
      status,
      errorCode,
      overrides,
      effectiveAt: date,
      before,
      after,
      order: own,
    } = row;
    const parts: unknown[] = [
      rowNumber,
      identifier,
      deviceId,
      status,
      errorCode,
      overrides,
      date,
      before,
      after,
    ];
    if (own !== undefined) parts.push(own);
    hash.update(`\n${JSON.stringify(parts)}`);
  }
  return hash.digest('hex');
}

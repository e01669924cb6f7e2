import { isDeepStrictEqual } from 'node:util';
import type { BulkChangeStatus } from '../../domain/bulk-change-status.ts';
import type { ChangeOrder } from '../../domain/change-order.ts';
import type { RequestedChange, RequestedDevice, RequestFault } from '../../domain/change-request.ts';
import type { IdentifierType } from '../../domain/device-identifier.ts';
import type { DeviceErrorCode } from '../../domain/error-code.ts';
import type { RowCorrection, RowOverrides } from '../../domain/row-correction.ts';
import type { RowImage } from '../../domain/stale-image.ts';
import type { Database } from '../client.ts';
import type { Prisma } from '../generated/client.ts';

export interface DeviceCorrection {
  readonly bulkChangeId: string;
  readonly deviceChangeId: string;
  /** Another device than the row names. */
  readonly device?: Pick<RequestedDevice, 'identifier' | 'identifierType'>;
  readonly imei?: string;
  readonly correction: RowCorrection;
  /** What the change asked for; null: it takes another one back. */
  readonly change: RequestedChange | null;
  /** Try the row again at once. */
  readonly reprocess: boolean;
}

export type CorrectionResult =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'not_found' }
  | { readonly outcome: 'wrong_state'; readonly status: BulkChangeStatus }
  /** The row is none that can be corrected, or not in this way; the reason is for people. */
  | { readonly outcome: 'row_conflict'; readonly reason: string }
  | { readonly outcome: 'refused'; readonly faults: readonly RequestFault[] }
  /** The device cannot have the change, corrected as it is. */
  | { readonly outcome: 'device_fault'; readonly code: DeviceErrorCode; readonly message: string };

export interface JudgedRow {
  readonly deviceId: string;
  readonly before: RowImage;
  readonly after: RowImage;
}

/** A row with what a correction has to know of its change. */
export interface CorrectableRow {
  readonly id: string;
  readonly rowNumber: number;
  readonly identifier: string;
  readonly identifierType: IdentifierType;
  readonly deviceId: string | null;
  readonly status: string;
  readonly errorCode: string | null;
  readonly overrides: RowOverrides | null;
  /** The row's own order; null: the change's. */
  readonly order: ChangeOrder | null;
  readonly before: RowImage | null;
  readonly change: {
    readonly id: string;
    readonly serviceProviderId: string;
    readonly status: BulkChangeStatus;
    readonly order: ChangeOrder;
    readonly undoOf: string | null;
  };
}

/** Null: the tenant has no such row in this change. */
export async function readCorrectableRow(
  { prisma }: Database,
  tenantId: string,
  { bulkChangeId, deviceChangeId }: DeviceCorrection,
): Promise<CorrectableRow | null> {
  const row = await prisma.deviceChange.findFirst({
    where: { id: deviceChangeId, tenantId, bulkChangeId },
    include: { bulkChange: true },
  });
  if (row === null) return null;
  const { bulkChange, ...stored } = row;
  return toCorrectableRow(stored, {
    ...bulkChange,
    status: bulkChange.status as BulkChangeStatus,
    order: bulkChange.order as unknown as ChangeOrder,
  });
}

/** A row as the database has it. */
export type StoredRow = Pick<
  Prisma.DeviceChangeGetPayload<object>,
  | 'id'
  | 'rowNumber'
  | 'identifier'
  | 'identifierType'
  | 'deviceId'
  | 'status'
  | 'errorCode'
  | 'overrides'
  | 'order'
  | 'before'
>;

export function toCorrectableRow(
  { before, overrides, order, identifierType, ...kept }: StoredRow,
  change: CorrectableRow['change'],
): CorrectableRow {
  return {
    ...kept,
    identifierType: identifierType === 'MSISDN' ? 'MSISDN' : 'ICCID',
    overrides: overrides as RowOverrides | null,
    order: order as unknown as ChangeOrder | null,
    before: before as RowImage | null,
    change,
  };
}

/** Whether two orders ask for the same. */
export function isSameOrder(one: ChangeOrder, other: ChangeOrder): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other)));
}

import { expect } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import type { ChangeOrder } from '../../src/domain/change-order.ts';
import type { DeviceChangeStatus } from '../../src/domain/device-change-status.ts';
import { tallyOf } from '../../src/domain/tally.ts';
import type { SeededDevice, SeededFleet } from './fleet-database.ts';

export interface StoredRow {
  /** Null: the tenant has no such device. */
  readonly device: SeededDevice | null;
  readonly status?: DeviceChangeStatus;
  readonly errorCode?: string;
  readonly errorClass?: string;
}

export interface StoredChange {
  readonly id: string;
  /** Ids of the device changes, in row order. */
  readonly rows: readonly string[];
}

export interface ChangeToStore {
  readonly fleet: SeededFleet;
  readonly order: ChangeOrder;
  readonly rows: readonly StoredRow[];
  readonly serviceProviderId?: string;
  readonly status?: string;
}

/** Stores a change as it stands in any moment of its life, with the counts that belong to its rows. */
export async function storeChange({ prisma }: Database, change: ChangeToStore): Promise<StoredChange> {
  const { fleet, order, rows } = change;
  const serviceProviderId = change.serviceProviderId ?? fleet.jasper;
  const { id } = await prisma.bulkChange.create({
    data: {
      tenantId: fleet.tenantId,
      serviceProviderId,
      integration: serviceProviderId === fleet.pond ? 'POND' : 'JASPER',
      changeType: order.changeType,
      portalType: 'M2M',
      status: change.status ?? 'PROCESSING',
      request: {},
      order: JSON.parse(JSON.stringify(order)) as object,
      planHash: 'hash',
      total: rows.length,
      ...tallyOf(rows.map((row) => row.status ?? 'PENDING')),
      createdBy: 'test',
    },
  });
  await prisma.deviceChange.createMany({
    data: rows.map((row, index) => storedRow(fleet.tenantId, id, index + 1, row)),
  });
  const stored = await prisma.deviceChange.findMany({
    where: { bulkChangeId: id },
    orderBy: { rowNumber: 'asc' },
    select: { id: true },
  });
  return { id, rows: stored.map((row) => row.id) };
}

function storedRow(tenantId: string, bulkChangeId: string, rowNumber: number, row: StoredRow) {
  const status = row.status ?? 'PENDING';
  const failed = status === 'ERROR' || status === 'UNKNOWN';
  return {
    tenantId,
    bulkChangeId,
    rowNumber,
    identifier: row.device?.iccid ?? `8901${String(rowNumber).padStart(16, '9')}`,
    identifierType: 'ICCID',
    deviceId: row.device?.id ?? null,
    status,
    errorClass: failed ? (row.errorClass ?? 'TRANSIENT') : null,
    errorCode: failed ? (row.errorCode ?? 'carrier.timeout') : null,
    errorMessage: failed ? 'A reason.' : null,
  };
}

/** The counts of a change are exactly what its rows are. */
export async function expectCountsOfRows({ prisma }: Database, id: string): Promise<void> {
  const change = await prisma.bulkChange.findUniqueOrThrow({ where: { id } });
  const rows = await prisma.deviceChange.findMany({ where: { bulkChangeId: id }, select: { status: true } });
  expect(change.total).toBe(rows.length);
  expect(change).toMatchObject(tallyOf(rows.map((row) => row.status as DeviceChangeStatus)));
}

export async function statusesOf({ prisma }: Database, id: string): Promise<string[]> {
  const rows = await prisma.deviceChange.findMany({
    where: { bulkChangeId: id },
    orderBy: { rowNumber: 'asc' },
  });
  return rows.map((row) => row.status);
}

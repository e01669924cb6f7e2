import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';

const fields = {
  id: true,
  bulkChangeId: true,
  rowNumber: true,
  identifier: true,
  identifierType: true,
  deviceId: true,
  status: true,
  errorClass: true,
  errorCode: true,
  errorMessage: true,
  attempts: true,
  effectiveAt: true,
  before: true,
  after: true,
  startedAt: true,
  finishedAt: true,
  device: { select: { iccid: true } },
} as const satisfies Prisma.DeviceChangeSelect;

export type DeviceChangeRow = Prisma.DeviceChangeGetPayload<{ select: typeof fields }>;

export interface DeviceChangeFilter {
  readonly status?: string | undefined;
  readonly errorClass?: string | undefined;
  readonly errorCode?: string | undefined;
  /** A part of the identifier. */
  readonly q?: string | undefined;
}

/** The devices of a change in the order of the request. The key of the list is the row number. */
export async function listDeviceChanges(
  { prisma }: Database,
  tenantId: string,
  bulkChangeId: string,
  { status, errorClass, errorCode, q }: DeviceChangeFilter,
  page: PageRequest,
): Promise<Page<DeviceChangeRow>> {
  const rows = await prisma.deviceChange.findMany({
    where: {
      tenantId,
      bulkChangeId,
      ...(status === undefined ? {} : { status }),
      ...(errorClass === undefined ? {} : { errorClass }),
      ...(errorCode === undefined ? {} : { errorCode }),
      ...(q === undefined || q === '' ? {} : { identifier: { contains: q } }),
      ...(page.after === undefined ? {} : { rowNumber: { gt: Number(page.after) } }),
    },
    orderBy: { rowNumber: 'asc' },
    take: page.limit + 1,
    select: fields,
  });
  return pageOf(rows, page.limit, ({ rowNumber }) => String(rowNumber));
}

/** One row of a change. Null: the tenant has no such row in it. */
export function readDeviceChange(
  { prisma }: Database,
  tenantId: string,
  bulkChangeId: string,
  id: string,
): Promise<DeviceChangeRow | null> {
  return prisma.deviceChange.findFirst({ where: { tenantId, bulkChangeId, id }, select: fields });
}

/** The latest changes of one device, newest first. */
export function listChangesOfDevice({ prisma }: Database, tenantId: string, deviceId: string, limit: number) {
  return prisma.deviceChange.findMany({
    where: { tenantId, deviceId },
    orderBy: { id: 'desc' },
    take: limit,
    select: { ...fields, bulkChange: { select: { changeType: true, createdBy: true, createdAt: true } } },
  });
}

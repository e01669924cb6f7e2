import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';

const relations = {
  carrierRatePlan: { select: { id: true, code: true, name: true } },
  communicationPlan: { select: { id: true, name: true } },
  deviceTenants: true,
  drifts: { where: { resolvedAt: null }, orderBy: { id: 'asc' } },
} as const satisfies Prisma.DeviceInclude;

export type DeviceRow = Prisma.DeviceGetPayload<{ include: typeof relations }>;

export interface DeviceFilter {
  readonly serviceProviderId?: string | undefined;
  readonly status?: string | undefined;
  readonly customerId?: string | undefined;
  /** Absent: both. */
  readonly archived?: boolean | undefined;
  /** Whether the carrier was found to differ and nobody has dealt with it; absent: both. */
  readonly drift?: boolean | undefined;
  /** How an ICCID, number, IMEI or EID begins. */
  readonly q?: string | undefined;
}

export async function listDevices(
  { prisma }: Database,
  tenantId: string,
  filter: DeviceFilter,
  page: PageRequest,
): Promise<Page<DeviceRow>> {
  const { serviceProviderId, status, customerId, archived, drift, q } = filter;
  const rows = await prisma.device.findMany({
    where: {
      tenantId,
      ...(serviceProviderId === undefined ? {} : { serviceProviderId }),
      ...(status === undefined ? {} : { status }),
      ...(customerId === undefined ? {} : { deviceTenants: { some: { tenantId, customerId } } }),
      ...(archived === undefined ? {} : { archivedAt: archived ? { not: null } : null }),
      ...(drift === undefined ? {} : { drifts: { [drift ? 'some' : 'none']: { resolvedAt: null } } }),
      ...(q === undefined || q === '' ? {} : { OR: beginsWith(q) }),
      ...(page.after === undefined ? {} : { id: { gt: page.after } }),
    },
    orderBy: { id: 'asc' },
    take: page.limit + 1,
    include: relations,
  });
  return pageOf(rows, page.limit, ({ id }) => id);
}

export function readDevice({ prisma }: Database, tenantId: string, id: string): Promise<DeviceRow | null> {
  return prisma.device.findUnique({ where: { tenantId_id: { tenantId, id } }, include: relations });
}

function beginsWith(q: string): Prisma.DeviceWhereInput[] {
  const starts = { startsWith: q };
  return [{ iccid: starts }, { msisdn: starts }, { imei: starts }, { eid: starts }];
}

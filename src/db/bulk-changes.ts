import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';

const fields = {
  id: true,
  tenantId: true,
  serviceProviderId: true,
  integration: true,
  changeType: true,
  portalType: true,
  status: true,
  effectiveAt: true,
  timeZone: true,
  duplicates: true,
  planHash: true,
  total: true,
  pending: true,
  processing: true,
  awaitingConfirmation: true,
  processed: true,
  error: true,
  unknown: true,
  canceled: true,
  rollout: true,
  wave: true,
  requiresApproval: true,
  approvedBy: true,
  approvedAt: true,
  pauseReason: true,
  heldBy: true,
  undoOf: true,
  resubmitOf: true,
  createdBy: true,
  createdAt: true,
  startedAt: true,
  finishedAt: true,
  workflowRunId: true,
  order: true,
  serviceProvider: {
    select: {
      settings: true,
      carrierBudget: { select: { nextFreeAt: true, failures: true, openUntil: true } },
    },
  },
} as const satisfies Prisma.BulkChangeSelect;

export type BulkChangeRow = Prisma.BulkChangeGetPayload<{ select: typeof fields }>;

export interface BulkChangeFilter {
  readonly status?: string | undefined;
  readonly changeType?: string | undefined;
  readonly serviceProviderId?: string | undefined;
  /** Inclusive. */
  readonly createdAfter?: Date | undefined;
  /** Exclusive. */
  readonly createdBefore?: Date | undefined;
  /** An id, a part of the submitter or the provider's name, or a device's identifier. */
  readonly q?: string | undefined;
}

export function readBulkChange(
  { prisma }: Database,
  tenantId: string,
  id: string,
): Promise<BulkChangeRow | null> {
  return prisma.bulkChange.findUnique({ where: { tenantId_id: { tenantId, id } }, select: fields });
}

/** The zone in which people think of the change's date. */
export async function setTimeZone(
  { prisma }: Database,
  tenantId: string,
  id: string,
  timeZone: string,
): Promise<void> {
  await prisma.bulkChange.update({ where: { tenantId_id: { tenantId, id } }, data: { timeZone } });
}

/** Newest first; ids grow with time, so a new change never shifts a page. */
export async function listBulkChanges(
  { prisma }: Database,
  tenantId: string,
  filter: BulkChangeFilter,
  page: PageRequest,
): Promise<Page<BulkChangeRow>> {
  const rows = await prisma.bulkChange.findMany({
    where: {
      AND: [{ tenantId }, ...conditions(filter), page.after === undefined ? {} : { id: { lt: page.after } }],
    },
    orderBy: { id: 'desc' },
    take: page.limit + 1,
    select: fields,
  });
  return pageOf(rows, page.limit, ({ id }) => id);
}

function conditions(filter: BulkChangeFilter): Prisma.BulkChangeWhereInput[] {
  const { status, changeType, serviceProviderId, createdAfter, createdBefore, q } = filter;
  return [
    status === undefined ? {} : { status },
    changeType === undefined ? {} : { changeType },
    serviceProviderId === undefined ? {} : { serviceProviderId },
    createdAfter === undefined ? {} : { createdAt: { gte: createdAfter } },
    createdBefore === undefined ? {} : { createdAt: { lt: createdBefore } },
    q === undefined || q === '' ? {} : { OR: matches(q) },
  ];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A device is looked up through the device's own row, whose identifier is indexed; rows of a change are not. */
function matches(q: string): Prisma.BulkChangeWhereInput[] {
  const isNumber = /^\d{10,20}$/.test(q);
  return [
    { createdBy: { contains: q, mode: 'insensitive' } },
    { serviceProvider: { name: { contains: q, mode: 'insensitive' } } },
    ...(UUID.test(q) ? [{ id: q }] : []),
    ...(isNumber ? [{ deviceChanges: { some: { device: { OR: [{ iccid: q }, { msisdn: q }] } } } }] : []),
  ];
}

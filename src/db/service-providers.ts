import { recordAudit } from './audit-log.ts';
import type { Author } from './author.ts';
import type { Database } from './client.ts';
import { constraintOf } from './database-error.ts';
import type { Prisma } from './generated/client.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';

const publicFields = {
  id: true,
  name: true,
  integration: true,
  portalType: true,
  baseUrl: true,
  credentialsUpdatedAt: true,
  billingPeriodEndDay: true,
  billingPeriodEndHour: true,
  timeZone: true,
  writeEnabled: true,
  settings: true,
  createdAt: true,
  updatedAt: true,
} as const satisfies Prisma.ServiceProviderSelect;

/** A service provider without its credentials: they leave the database for carrier calls only. */
export type ServiceProviderRow = Prisma.ServiceProviderGetPayload<{ select: typeof publicFields }>;

export interface ServiceProviderValues {
  readonly name: string;
  readonly integration: string;
  readonly portalType: string;
  readonly baseUrl: string;
  readonly billingPeriodEndDay: number;
  readonly billingPeriodEndHour: number;
  readonly timeZone: string;
  readonly writeEnabled: boolean;
  readonly settings: Prisma.InputJsonObject;
}

/** Credentials as they are stored: encrypted under the tenant's key. */
export interface SealedCredentials {
  readonly credentials: string;
  readonly credentialsUpdatedAt: Date;
}

const subject = 'service_provider';

export async function listServiceProviders(
  { prisma }: Database,
  tenantId: string,
  page: PageRequest,
): Promise<Page<ServiceProviderRow>> {
  const rows = await prisma.serviceProvider.findMany({
    where: { tenantId, ...(page.after === undefined ? {} : { id: { gt: page.after } }) },
    orderBy: { id: 'asc' },
    take: page.limit + 1,
    select: publicFields,
  });
  return pageOf(rows, page.limit, ({ id }) => id);
}

export function readServiceProvider(
  { prisma }: Database,
  tenantId: string,
  id: string,
): Promise<ServiceProviderRow | null> {
  return prisma.serviceProvider.findUnique({
    where: { tenantId_id: { tenantId, id } },
    select: publicFields,
  });
}

/** The zone of its local dates; undefined when the tenant has no such provider. */
export async function findServiceProviderTimeZone(
  { prisma }: Database,
  tenantId: string,
  id: string,
): Promise<string | undefined> {
  const row = await prisma.serviceProvider.findUnique({
    where: { tenantId_id: { tenantId, id } },
    select: { timeZone: true },
  });
  return row?.timeZone;
}

export function createServiceProvider(
  { prisma }: Database,
  author: Author,
  values: ServiceProviderValues,
  credentials: SealedCredentials | null,
): Promise<ServiceProviderRow> {
  return prisma.$transaction(async (tx) => {
    const { tenantId } = author;
    const row = await tx.serviceProvider.create({
      data: { ...values, ...credentials, tenantId },
      select: publicFields,
    });
    const { name, integration, baseUrl } = row;
    const detail = { name, integration, baseUrl, credentialsSet: credentials !== null };
    await recordAudit(tx, author, { action: `${subject}.create`, subject, subjectId: row.id, detail });
    return row;
  });
}

/** Null when the tenant has no such provider. `detail` is what the audit log keeps of the change. */
export function updateServiceProvider(
  { prisma }: Database,
  author: Author,
  id: string,
  patch: Partial<Omit<ServiceProviderValues, 'integration' | 'portalType'>>,
): Promise<ServiceProviderRow | null> {
  return prisma.$transaction(async (tx) => {
    const where = { tenantId: author.tenantId, id };
    const { count } = await tx.serviceProvider.updateMany({ where, data: patch });
    if (count === 0) return null;
    const detail: Prisma.InputJsonObject = { ...patch };
    await recordAudit(tx, author, { action: `${subject}.update`, subject, subjectId: id, detail });
    return tx.serviceProvider.findUnique({ where: { tenantId_id: where }, select: publicFields });
  });
}

/** Replaces the credentials; the audit log learns that, and when, but never what. */
export function rotateCredentials(
  { prisma }: Database,
  author: Author,
  id: string,
  sealed: SealedCredentials,
): Promise<ServiceProviderRow | null> {
  return prisma.$transaction(async (tx) => {
    const where = { tenantId: author.tenantId, id };
    const { count } = await tx.serviceProvider.updateMany({ where, data: sealed });
    if (count === 0) return null;
    await recordAudit(tx, author, { action: `${subject}.rotate_credentials`, subject, subjectId: id });
    return tx.serviceProvider.findUnique({ where: { tenantId_id: where }, select: publicFields });
  });
}

/** `in_use` when devices, plans or changes refer to it: what happened must stay explainable. */
export async function deleteServiceProvider(
  { prisma }: Database,
  author: Author,
  id: string,
): Promise<'deleted' | 'not_found' | 'in_use'> {
  try {
    return await prisma.$transaction(async (tx) => {
      const { count } = await tx.serviceProvider.deleteMany({ where: { tenantId: author.tenantId, id } });
      if (count === 0) return 'not_found';
      await recordAudit(tx, author, { action: `${subject}.delete`, subject, subjectId: id });
      return 'deleted';
    });
  } catch (error) {
    if (constraintOf(error)?.endsWith('_service_provider_fkey') === true) return 'in_use';
    throw error;
  }
}

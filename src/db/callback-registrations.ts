import { recordAudit } from './audit-log.ts';
import type { Author } from './author.ts';
import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';

const publicFields = {
  url: true,
  requestedAt: true,
  registeredAt: true,
  errorCode: true,
  errorMessage: true,
} as const satisfies Prisma.CallbackRegistrationSelect;

/** A registration without its user and password. */
export type CallbackRegistrationRow = Prisma.CallbackRegistrationGetPayload<{ select: typeof publicFields }>;

/** Encrypted under the tenant's key. */
export interface SealedCallbackCredentials {
  readonly credentials: string;
  readonly formerCredentials: string | null;
}

export interface RegistrationRequest {
  readonly serviceProviderId: string;
  readonly url: string;
  readonly now: Date;
  /** Decides, from what is stored, which user and password the carrier is to name from now on. */
  readonly seal: (
    present: (SealedCallbackCredentials & { readonly registeredAt: Date | null }) | null,
  ) => SealedCallbackCredentials;
}

export function readCallbackRegistration(
  { prisma }: Database,
  tenantId: string,
  serviceProviderId: string,
): Promise<CallbackRegistrationRow | null> {
  return prisma.callbackRegistration.findFirst({
    where: { serviceProviderId, serviceProvider: { tenantId } },
    select: publicFields,
  });
}

/** What a callback has to name; null when the service provider is unknown or has no registration. */
export async function findCallbackCredentials(
  { prisma }: Database,
  serviceProviderId: string,
): Promise<(SealedCallbackCredentials & { readonly tenantId: string }) | null> {
  const row = await prisma.callbackRegistration.findUnique({
    where: { serviceProviderId },
    select: { credentials: true, formerCredentials: true, serviceProvider: { select: { tenantId: true } } },
  });
  if (row === null) return null;
  const { credentials, formerCredentials, serviceProvider } = row;
  return { credentials, formerCredentials, tenantId: serviceProvider.tenantId };
}

/**
 * Stores the wish to register, for the workflow to carry out. Null when the tenant has no such provider. Two at a time
 * wait for each other, so that none takes credentials for former ones that never were in use.
 */
export function requestCallbackRegistration(
  { prisma }: Database,
  author: Author,
  { serviceProviderId, url, now, seal }: RegistrationRequest,
): Promise<CallbackRegistrationRow | null> {
  return prisma.$transaction(async (tx) => {
    const locked = await tx.$queryRaw<unknown[]>`
      select 1 from service_providers where tenant_id = ${author.tenantId}::uuid and id = ${serviceProviderId}::uuid
      for no key update`;
    if (locked.length === 0) return null;
    const where = { serviceProviderId };
    const present = await tx.callbackRegistration.findUnique({ where });
    const requestedAt = present === null ? now : laterThan(present.requestedAt, now);
    const news = {
      url,
      requestedAt,
      registeredAt: null,
      errorCode: null,
      errorMessage: null,
      ...seal(present),
    };
    const row = await tx.callbackRegistration.upsert({
      where,
      create: { serviceProviderId, ...news },
      update: news,
      select: publicFields,
    });
    await recordAudit(tx, author, {
      action: 'service_provider.register_callbacks',
      subject: 'service_provider',
      subjectId: serviceProviderId,
      detail: { url },
    });
    return row;
  });
}

/** The instant tells one wish from the next, whatever the clocks of two processes say. */
function laterThan(former: Date, now: Date): Date {
  return now > former ? now : new Date(former.getTime() + 1);
}

import { recordAudit } from './audit-log.ts';
import type { Author } from './author.ts';
import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';

const publicFields = {
  baseUrl: true,
  credentialsUpdatedAt: true,
  writeEnabled: true,
  updatedAt: true,
} as const satisfies Prisma.BillingConnectionSelect;

/** The connection without its credentials. */
export type BillingConnectionRow = Prisma.BillingConnectionGetPayload<{ select: typeof publicFields }>;

export interface BillingConnectionValues {
  readonly baseUrl: string;
  readonly writeEnabled: boolean;
  /** Encrypted; absent leaves what is stored. */
  readonly sealed?: { readonly credentials: string; readonly credentialsUpdatedAt: Date } | undefined;
}

export function readBillingConnection(
  { prisma }: Database,
  tenantId: string,
): Promise<BillingConnectionRow | null> {
  return prisma.billingConnection.findUnique({ where: { tenantId }, select: publicFields });
}

/** A tenant has one connection: the first call creates it, later ones replace it. */
export function putBillingConnection(
  { prisma }: Database,
  author: Author,
  { sealed, ...values }: BillingConnectionValues,
): Promise<BillingConnectionRow> {
  return prisma.$transaction(async (tx) => {
    const { tenantId } = author;
    const data = { ...values, ...sealed };
    const row = await tx.billingConnection.upsert({
      where: { tenantId },
      create: { ...data, tenantId },
      update: data,
      select: publicFields,
    });
    await recordAudit(tx, author, {
      action: 'billing_connection.put',
      subject: 'billing_connection',
      subjectId: tenantId,
      detail: { ...values, credentialsReplaced: sealed !== undefined },
    });
    return row;
  });
}

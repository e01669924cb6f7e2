import { recordAudit } from './audit-log.ts';
import type { Author } from './author.ts';
import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';

const publicFields = {
  id: true,
  name: true,
  role: true,
  hint: true,
  userId: true,
  createdBy: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
  revokedAt: true,
} as const satisfies Prisma.ApiTokenSelect;

export type ApiTokenRow = Prisma.ApiTokenGetPayload<{ select: typeof publicFields }>;

/** The token behind a SHA-256, with what decides whether it is still good. The only query without a tenant: it finds it. */
export function findApiToken({ prisma }: Database, tokenSha256: Uint8Array<ArrayBuffer>) {
  return prisma.apiToken.findUnique({
    where: { tokenSha256 },
    select: {
      id: true,
      tenantId: true,
      userId: true,
      name: true,
      role: true,
      expiresAt: true,
      revokedAt: true,
      lastUsedAt: true,
      user: { select: { email: true, disabledAt: true } },
    },
  });
}

/** Notes the use of a token; callers do this at most once a minute, since it is a write on every reader's path. */
export async function touchApiToken(
  { prisma }: Database,
  tenantId: string,
  id: string,
  now: Date,
): Promise<void> {
  await prisma.apiToken.updateMany({ where: { tenantId, id }, data: { lastUsedAt: now } });
}

export interface NewApiToken {
  readonly name: string;
  readonly role: string;
  readonly tokenSha256: Uint8Array<ArrayBuffer>;
  readonly hint: string;
  readonly userId: string | null;
  readonly expiresAt: Date | null;
}

export function createApiToken(
  { prisma }: Database,
  author: Author,
  token: NewApiToken,
): Promise<ApiTokenRow> {
  return prisma.$transaction(async (tx) => {
    const row = await tx.apiToken.create({
      data: { ...token, tenantId: author.tenantId, createdBy: author.actor },
      select: publicFields,
    });
    await recordAudit(tx, author, {
      action: 'api_token.create',
      subject: 'api_token',
      subjectId: row.id,
      detail: { name: row.name, role: row.role, expiresAt: row.expiresAt?.toISOString() ?? null },
    });
    return row;
  });
}

export async function listApiTokens(
  { prisma }: Database,
  tenantId: string,
  page: PageRequest,
): Promise<Page<ApiTokenRow>> {
  const rows = await prisma.apiToken.findMany({
    where: { tenantId, ...(page.after === undefined ? {} : { id: { gt: page.after } }) },
    orderBy: { id: 'asc' },
    take: page.limit + 1,
    select: publicFields,
  });
  return pageOf(rows, page.limit, ({ id }) => id);
}

/** Revokes a token from `now` on; revoking it again changes nothing. Null when the tenant has no such token. */
export function revokeApiToken(
  { prisma }: Database,
  author: Author,
  id: string,
  now: Date,
): Promise<ApiTokenRow | null> {
  return prisma.$transaction(async (tx) => {
    const { tenantId } = author;
    const { count } = await tx.apiToken.updateMany({
      where: { tenantId, id, revokedAt: null },
      data: { revokedAt: now },
    });
    if (count > 0) {
      await recordAudit(tx, author, { action: 'api_token.revoke', subject: 'api_token', subjectId: id });
    }
    return tx.apiToken.findUnique({ where: { tenantId_id: { tenantId, id } }, select: publicFields });
  });
}

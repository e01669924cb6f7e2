import type { Database } from './client.ts';
import type { Queryable } from './transaction.ts';

export interface IdempotentCall {
  readonly tenantId: string;
  readonly key: string;
  /** Method and path with its ids: the same key for another address is another request. */
  readonly route: string;
  readonly requestSha256: Uint8Array<ArrayBuffer>;
}

/** A key in the hands of one call. Another call may take it over; what the first one still does must then be undone. */
export interface ClaimedKey {
  readonly tenantId: string;
  readonly key: string;
  /** Tells this claim from a later one. */
  readonly claimedAt: Date;
}

export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Encrypted under the tenant's key: an answer may carry a token that is shown once. */
  readonly body: string;
}

export type Claim =
  /** `subjectId`: what an earlier call with this key created before it died; this call must not create it again. */
  | { readonly kind: 'claimed'; readonly claim: ClaimedKey; readonly subjectId: string | null }
  | { readonly kind: 'answered'; readonly answer: StoredAnswer }
  | { readonly kind: 'in_progress' }
  | { readonly kind: 'key_reused' };

export interface ClaimTimes {
  readonly now: Date;
  readonly expiresAt: Date;
  /** A first call that began before this and left no answer has died: its key may be taken over. */
  readonly diedBefore: Date;
}

/**
 * Claims a key for this call, or says what became of the call that has it. One statement decides, so that of two equal
 * calls at the same time exactly one runs. An expired key, and one whose first call died, is taken over.
 */
export async function claimIdempotencyKey(
  database: Database,
  { tenantId, key, route, requestSha256 }: IdempotentCall,
  { now, expiresAt, diedBefore }: ClaimTimes,
): Promise<Claim> {
  const { prisma } = database;
  const claimed = await prisma.$queryRaw<{ subject_id: string | null }[]>`
    insert into idempotency_keys as k (tenant_id, key, route, request_sha256, created_at, expires_at)
    values (${tenantId}::uuid, ${key}, ${route}, ${requestSha256}, ${now}, ${expiresAt})
    on conflict (tenant_id, key) do update
      set route = excluded.route, request_sha256 = excluded.request_sha256, created_at = excluded.created_at,
          expires_at = excluded.expires_at, response_status = null, response_headers = null, response_body = null,
          completed_at = null, subject_id = case when k.expires_at <= ${now} then null else k.subject_id end
      where k.expires_at <= ${now}
         or (k.completed_at is null and k.created_at < ${diedBefore}
             and k.route = excluded.route and k.request_sha256 = excluded.request_sha256)
    returning subject_id`;
  const [mine] = claimed;
  if (mine !== undefined) {
    await sweepExpiredKeys(database, now);
    return { kind: 'claimed', claim: { tenantId, key, claimedAt: now }, subjectId: mine.subject_id };
  }
  const row = await prisma.idempotencyKey.findUnique({ where: { tenantId_key: { tenantId, key } } });
  // It was released between the two statements: the caller repeats the call and then gets it.
  if (row === null) return { kind: 'in_progress' };
  const isSameCall = row.route === route && Buffer.from(row.requestSha256).equals(requestSha256);
  if (!isSameCall) return { kind: 'key_reused' };
  if (row.responseStatus === null || row.responseBody === null) return { kind: 'in_progress' };
  const headers = headersOf(row.responseHeaders);
  return { kind: 'answered', answer: { status: row.responseStatus, headers, body: row.responseBody } };
}

/** Thrown where a call goes on that has been taken for dead: another one has its key. */
export class KeyTakenOverError extends Error {
  override readonly name = 'KeyTakenOverError';

  constructor() {
    super('The call took so long that its Idempotency-Key was taken over.');
  }
}

/**
 * Notes what a call has created, in the transaction that creates it.
 * @throws KeyTakenOverError when the key is another call's by now, so that only one of the two creates anything
 */
export async function noteCreated(
  client: Queryable,
  { tenantId, key, claimedAt }: ClaimedKey,
  subjectId: string,
): Promise<void> {
  const { rowCount } = await client.query(
    `update idempotency_keys set subject_id = $4::uuid
     where tenant_id = $1::uuid and key = $2 and created_at = $3`,
    [tenantId, key, claimedAt, subjectId],
  );
  if (rowCount !== 1) throw new KeyTakenOverError();
}

/** Keeps the answer for those who ask again, unless another call answers them by now. */
export async function completeIdempotencyKey(
  { prisma }: Database,
  { tenantId, key, claimedAt }: ClaimedKey,
  answer: StoredAnswer,
  now: Date,
): Promise<void> {
  await prisma.idempotencyKey.updateMany({
    where: { tenantId, key, createdAt: claimedAt },
    data: {
      responseStatus: answer.status,
      responseHeaders: { ...answer.headers },
      responseBody: answer.body,
      completedAt: now,
    },
  });
}

/**
 * Frees a key whose call failed on our side, so that the caller's next try runs. A key whose call has created something
 * is kept for the next try to take over at once.
 */
export async function releaseIdempotencyKey(
  { prisma }: Database,
  { tenantId, key, claimedAt }: ClaimedKey,
): Promise<void> {
  const mine = { tenantId, key, createdAt: claimedAt, completedAt: null };
  await prisma.idempotencyKey.deleteMany({ where: { ...mine, subjectId: null } });
  await prisma.idempotencyKey.updateMany({
    where: mine,
    data: { createdAt: new Date(0) },
  });
}

/** More than one for each key that is added, so that the table holds about a week's calls without a schedule of its own. */
const SWEPT_PER_CLAIM = 5;

async function sweepExpiredKeys({ prisma }: Database, now: Date): Promise<void> {
  await prisma.$executeRaw`
    delete from idempotency_keys
    where (tenant_id, key) in (
      select tenant_id, key from idempotency_keys where expires_at <= ${now} order by expires_at
      limit ${SWEPT_PER_CLAIM} for update skip locked)`;
}

function headersOf(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]));
}

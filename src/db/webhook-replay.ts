import { recordAudit } from './audit-log.ts';
import type { Author } from './author.ts';
import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';
import { beginWebhookSchedulesAnew } from './webhook-schedule.ts';

/** From which event on: a sequence, or an instant. */
export type ReplayStart = { readonly fromSequence: number } | { readonly since: Date };

export interface Replay {
  readonly replayed: number;
  /** The last event that becomes due again; null when there is none. */
  readonly lastSequence: number | null;
}

/** In one call; a further call goes on behind the last one. */
const MOST_AT_ONCE = 100_000;

/**
 * Makes one delivery due again, whatever became of it. What waits for its next try begins its schedule anew. False when
 * the endpoint has no such delivery.
 */
export function replayWebhookDelivery(
  { prisma }: Database,
  author: Author,
  endpointId: string,
  id: string,
): Promise<boolean> {
  return prisma.$transaction(async (tx) => {
    const { tenantId } = author;
    const where = { tenantId, endpointId, id };
    if ((await tx.webhookDelivery.findFirst({ where, select: { id: true } })) === null) return false;
    if (!(await overtakeTries(tx, tenantId, endpointId))) return false;
    const { count } = await tx.webhookDelivery.updateMany({
      where,
      data: { status: 'PENDING', attempts: 0, nextAttemptAt: null },
    });
    if (count === 0) return false;
    await audit(tx, author, endpointId, { deliveryId: id });
    return true;
  });
}

/**
 * Makes every event from some point on due again that the endpoint wants and that is not older than the endpoint, also
 * those that others were told of while it was switched off. What waits for its next try begins its schedule anew. Null
 * when the tenant has no such endpoint.
 */
export function replayWebhookEvents(
  { prisma }: Database,
  author: Author,
  endpointId: string,
  start: ReplayStart,
): Promise<Replay | null> {
  return prisma.$transaction(async (tx) => {
    const { tenantId } = author;
    if (!(await overtakeTries(tx, tenantId, endpointId))) return null;
    const fromSequence = 'fromSequence' in start ? start.fromSequence : 1;
    const since = 'since' in start ? start.since : null;
    const [row] = await tx.$queryRaw<{ replayed: number; last: bigint | null }[]>`
      with replayed as (
        insert into webhook_deliveries as d (tenant_id, endpoint_id, event_id, sequence)
        select e.tenant_id, p.id, e.id, e.sequence
        from webhook_endpoints p join webhook_events e on e.tenant_id = p.tenant_id
        where p.id = ${endpointId}::uuid and e.tenant_id = ${tenantId}::uuid
          and e.sequence >= ${fromSequence}::bigint and e.created_at >= p.created_at
          and (${since}::timestamptz is null or e.created_at >= ${since}::timestamptz)
          and (cardinality(p.event_types) = 0 or e.type = any(p.event_types))
        order by e.sequence limit ${MOST_AT_ONCE}
        on conflict (endpoint_id, sequence) do update set status = 'PENDING', attempts = 0, next_attempt_at = null
        returning d.sequence
      )
      select count(*)::int as replayed, max(sequence) as last from replayed`;
    const result = {
      replayed: row?.replayed ?? 0,
      lastSequence: row?.last == null ? null : Number(row.last),
    };
    const from = since === null ? { fromSequence } : { since: since.toISOString() };
    await audit(tx, author, endpointId, { ...from, ...result });
    return result;
  });
}

/**
 * A replay wakes the endpoint's run: what that tries at once must not count against the event that waits first, and a
 * try that is under way must not write over what is replayed. Locks the endpoint before its deliveries, in the order in
 * which a try is recorded. False when the tenant has no such endpoint.
 */
async function overtakeTries(
  tx: Prisma.TransactionClient,
  tenantId: string,
  endpointId: string,
): Promise<boolean> {
  // Always a new instant, since that is what tells a try under way that it was overtaken.
  const count = await tx.$executeRaw`
    update webhook_endpoints set updated_at = greatest(now(), updated_at + interval '1 millisecond')
    where tenant_id = ${tenantId}::uuid and id = ${endpointId}::uuid`;
  if (count === 0) return false;
  await beginWebhookSchedulesAnew(tx, tenantId, endpointId);
  return true;
}

function audit(
  tx: Prisma.TransactionClient,
  author: Author,
  subjectId: string,
  detail: Prisma.InputJsonObject,
): Promise<void> {
  return recordAudit(tx, author, {
    action: 'webhook_endpoint.replay',
    subject: 'webhook_endpoint',
    subjectId,
    detail,
  });
}

import { recordAudit } from './audit-log.ts';
import type { Author } from './author.ts';
import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';

/** From which event on: a sequence, or an instant. */
export type ReplayStart = { readonly fromSequence: number } | { readonly since: Date };

export interface Replay {
  readonly replayed: number;
  /** The last event that becomes due again; null when there is none. */
  readonly lastSequence: number | null;
}

/** In one call; a further call goes on behind the last one. */
const MOST_AT_ONCE = 100_000;

/** Makes one delivery due again, whatever became of it. False when the endpoint has no such delivery. */
export function replayWebhookDelivery(
  { prisma }: Database,
  author: Author,
  endpointId: string,
  id: string,
): Promise<boolean> {
  return prisma.$transaction(async (tx) => {
    const { tenantId } = author;
    const { count } = await tx.webhookDelivery.updateMany({
      where: { tenantId, endpointId, id },
      data: { status: 'PENDING', attempts: 0, nextAttemptAt: null },
    });
    if (count === 0) return false;
    await audit(tx, author, endpointId, { deliveryId: id });
    return true;
  });
}

/**
 * Makes every event from some point on due again that the endpoint wants and that is not older than the endpoint, also
 * those that others were told of while it was switched off. Null when the tenant has no such endpoint.
 */
export function replayWebhookEvents(
  { prisma }: Database,
  author: Author,
  endpointId: string,
  start: ReplayStart,
): Promise<Replay | null> {
  return prisma.$transaction(async (tx) => {
    const { tenantId } = author;
    // Locked in the same order as where a try is recorded: the endpoint before its deliveries.
    const locked = await tx.$queryRaw<unknown[]>`
      select 1 from webhook_endpoints where tenant_id = ${tenantId}::uuid and id = ${endpointId}::uuid
      for no key update`;
    if (locked.length === 0) return null;
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

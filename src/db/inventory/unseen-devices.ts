import { KNOWN_AT_CARRIER } from '../../domain/found-device.ts';
import { MISSING, PRESENT } from '../../domain/drift.ts';
import type { Database } from '../client.ts';
import { Prisma } from '../generated/client.ts';
import { storeFound, type ListedFound } from './store-found.ts';
import type { SyncTask } from './sync-task.ts';
import { recordDrifts } from './write-drifts.ts';

/** Of a presence (f), with the device's sighting (s): a person has taken note that the device is missing, and it stays away. */
const NOTED_SINCE_SEEN = Prisma.sql`f.resolved_by not in ('sync', 'change')
  and (s.seen_at is null or s.seen_at < f.resolved_at)`;

/** What the list of a sync did not show. */
export interface UnseenCounts {
  /** Devices to ask for by themselves. */
  readonly toAsk: number;
  /** Devices by which the carrier's list is judged. */
  readonly expected: number;
  /** Those of `expected` that the list did not show. */
  readonly unseen: number;
}

/**
 * Counts what was not listed. The list is judged by devices from before the first sync since the last one that completed: a
 * sync that failed against a wrong account has left that account's devices here, and they must not outnumber our own. Nor do
 * those count that are known to be missing: of them the list is right.
 */
export async function countUnseen({ prisma }: Database, task: SyncTask): Promise<UnseenCounts> {
  const { tenantId, serviceProviderId, syncId } = task;
  const [counts] = await prisma.$queryRaw<UnseenCounts[]>`
    with judged as (
      select min(y.started_at) as since from inventory_syncs y
      where y.tenant_id = ${tenantId}::uuid and y.service_provider_id = ${serviceProviderId}::uuid
        and y.started_at > coalesce((
          select max(c.started_at) from inventory_syncs c
          where c.tenant_id = y.tenant_id and c.service_provider_id = y.service_provider_id
            and c.status = 'COMPLETED'), '-infinity')
    ), listed as (
      select d.created_at < judged.since and not exists (
          select 1 from device_drifts f
          where f.tenant_id = d.tenant_id and f.device_id = d.id and f.field = 'presence'
            and (f.resolved_at is null or ${NOTED_SINCE_SEEN})) as is_judged, s.sync_id is distinct from ${syncId}::uuid as is_unseen
      from judged cross join devices d
      left join device_sightings s on s.tenant_id = d.tenant_id and s.device_id = d.id
      where ${expectedAtCarrier(task)}
    )
    select count(*) filter (where is_unseen)::int as "toAsk", count(*) filter (where is_judged)::int as expected,
      count(*) filter (where is_judged and is_unseen)::int as unseen
    from listed`;
  return counts ?? { toAsk: 0, expected: 0, unseen: 0 };
}

export interface UnseenDevice {
  readonly id: string;
  readonly iccid: string;
  readonly msisdn: string | null;
}

/** A part of those that were not listed, by id, from behind `after` on. */
export function listUnseen(
  { prisma }: Database,
  task: SyncTask,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<UnseenDevice[]> {
  const behind = after === null ? Prisma.empty : Prisma.sql`and d.id > ${after}::uuid`;
  return prisma.$queryRaw<UnseenDevice[]>`
    select d.id, d.iccid, d.msisdn from devices d
    where ${expectedAtCarrier(task)} ${behind} and not exists (
      select 1 from device_sightings s
      where s.tenant_id = d.tenant_id and s.device_id = d.id and s.sync_id = ${task.syncId}::uuid)
    order by d.id limit ${limit}`;
}

/**
 * Stores what the carrier said of devices that it had not listed: those it has after all, and those it does not know, whose
 * absence is a drift unless a person has taken note of it since the device was last seen. One that could not be read counts
 * as seen. False when the sync is over.
 */
export function storeAnswers(
  { prisma }: Database,
  task: SyncTask,
  answers: {
    readonly found: readonly ListedFound[];
    /** ICCIDs of those of which it does not say how they are. */
    readonly unread: readonly string[];
    /** Ids of devices. */
    readonly missing: readonly string[];
  },
): Promise<boolean> {
  return prisma.$transaction(async (tx) => {
    const running = await tx.$queryRaw<unknown[]>`
      select 1 from inventory_syncs where id = ${task.syncId}::uuid and status = 'RUNNING' for update`;
    if (running.length === 0) return false;
    const { seen, created, updated, drifted } = await storeFound(tx, task, answers.found, answers.unread);
    const gone = await withoutThoseInHand(tx, task, answers.missing);
    const isGone = (deviceId: string) =>
      ({ deviceId, field: 'presence', believed: PRESENT, found: MISSING }) as const;
    const missing = await recordDrifts(tx, task, gone.map(isGone));
    await tx.$executeRaw`
      update inventory_syncs set seen = seen + ${seen}, created = created + ${created}, updated = updated + ${updated},
        drifted = drifted + ${drifted + missing}
      where id = ${task.syncId}::uuid`;
    return true;
  });
}

async function withoutThoseInHand(
  tx: Prisma.TransactionClient,
  { tenantId, askedAt }: SyncTask,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select d.id from devices d
    where d.tenant_id = ${tenantId}::uuid and d.id = any(${ids}::uuid[]) and d.updated_at < ${askedAt}
      and not exists (
        select 1 from device_changes c where c.tenant_id = d.tenant_id and c.device_id = d.id
          and (c.status in ('PROCESSING', 'AWAITING_CONFIRMATION') or c.finished_at >= ${askedAt}))
      and not exists (
        select 1 from device_drifts f
        left join device_sightings s on s.tenant_id = f.tenant_id and s.device_id = f.device_id
        where f.tenant_id = d.tenant_id and f.device_id = d.id and f.field = 'presence'
          and ${NOTED_SINCE_SEEN})`;
  return rows.map(({ id }) => id);
}

/** Devices (d) that were there before the sync began, in a status in which the carrier knows them. */
function expectedAtCarrier({ tenantId, serviceProviderId, syncId, integration }: SyncTask): Prisma.Sql {
  const statuses: readonly string[] = KNOWN_AT_CARRIER[integration];
  // Telegence cannot be asked for a line without its number.
  const askable = integration === 'TELEGENCE' ? Prisma.sql`and d.msisdn is not null` : Prisma.empty;
  return Prisma.sql`d.tenant_id = ${tenantId}::uuid and d.service_provider_id = ${serviceProviderId}::uuid
    and d.archived_at is null and d.status = any(${statuses}::text[]) ${askable}
    and d.created_at < (select started_at from inventory_syncs where id = ${syncId}::uuid)`;
}

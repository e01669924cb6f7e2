import { logDescription } from '../../domain/audit-text.ts';
import { finalStatus, type BulkChangeStatus } from '../../domain/bulk-change-status.ts';
import type { ChangeOrder } from '../../domain/change-order.ts';
import type { ChangeRequest, RequestedDate } from '../../domain/change-request.ts';
import { portalOf } from '../../domain/portal.ts';
import {
  insertBulkChange,
  sealBulkChange,
  type BulkChangeRow,
  type SealedBulkChange,
} from '../bulk/insert-bulk-change.ts';
import { insertDeviceChanges } from '../bulk/insert-device-changes.ts';
import { logRefusedRows } from '../bulk/log-refused-rows.ts';
import type { Database } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import { noteCreated, type ClaimedKey } from '../idempotency-keys.ts';
import { inTransaction, type Queryable } from '../transaction.ts';
import type { PlannedPage } from './judge-rows.ts';
import type { OrderableProvider } from './orderable-provider.ts';
import { createPlanSeal, type SealedPlan } from './plan-seal.ts';

export interface Submitter {
  readonly tenantId: string;
  /** Who is written down as the maker of the change. */
  readonly actor: string;
  readonly requestId?: string;
  /** The caller's key: the change is noted with it, so that a repeated call finds it. */
  readonly idempotencyKey?: ClaimedKey;
}

export interface SourceFile {
  readonly name: string;
  /** Rows that were left out when it was read, since they name a device of an earlier row. */
  readonly duplicates: number;
}

/** A change that is ready to be stored. */
export interface NewBulkChange {
  readonly who: Submitter;
  readonly provider: Pick<OrderableProvider, 'id' | 'integration'>;
  readonly terms: Pick<
    ChangeRequest,
    'processChanges' | 'onConflict' | 'rollout' | 'requiresApproval' | 'personal'
  >;
  readonly effectiveDate?: RequestedDate;
  /** As it is kept: without devices and without anything personal. */
  readonly rawRequest: Prisma.InputJsonObject;
  readonly order: ChangeOrder;
  /** Its rows in their order, page by page. What they need of the database they read within the transaction. */
  readonly rowsFrom: (client: Queryable) => Iterable<PlannedPage> | AsyncIterable<PlannedPage>;
  /** The change whose effects this one takes back, or whose request it repeats. */
  readonly origin?: { readonly undoOf: string } | { readonly resubmitOf: string };
  /** The file that the devices came in. */
  readonly file?: SourceFile;
  readonly now: Date;
}

/**
 * Stores a change with all its rows, its log and the wish to be started, in one transaction; `also` belongs to it.
 * Returns the id.
 * @throws KeyTakenOverError, and what `rowsFrom` throws, with nothing stored
 */
export function storeBulkChange(
  { pool }: Database,
  change: NewBulkChange,
  also?: (client: Queryable, id: string) => Promise<void>,
): Promise<string> {
  return inTransaction(pool, async (client) => {
    const { who, order, provider } = change;
    const requiresApproval =
      change.terms.requiresApproval === true || (await tenantWantsApproval(client, who));
    const id = await insertBulkChange(client, bulkChangeRow(change, requiresApproval));
    const { plan, repeated } = await storeRows(client, change, id);
    const duplicates = repeated + (change.file?.duplicates ?? 0);
    await sealBulkChange(client, { ...sealed(change, id, plan, requiresApproval), duplicates });
    if (plan.tally.error > 0) {
      await logRefusedRows(client, {
        bulkChangeId: id,
        description: logDescription(order.changeType, provider.integration, 'Validate Device'),
        processedBy: who.actor,
      });
    }
    await writeDown(client, change, id, plan);
    await also?.(client, id);
    return id;
  });
}

async function tenantWantsApproval(client: Queryable, { tenantId }: Submitter): Promise<boolean> {
  const { rows } = await client.query<{ requires_approval: boolean }>(
    'select requires_approval from tenants where id = $1::uuid',
    [tenantId],
  );
  return rows[0]?.requires_approval ?? false;
}

async function storeRows(
  client: Queryable,
  change: NewBulkChange,
  id: string,
): Promise<{ readonly plan: SealedPlan; readonly repeated: number }> {
  const { who, order, terms, effectiveDate } = change;
  const seal = createPlanSeal(order, {
    effectiveAt: effectiveDate?.at ?? null,
    personal: terms.personal ?? null,
  });
  let count = 0;
  for await (const { rows, repeated } of change.rowsFrom(client)) {
    count += repeated.length;
    const stored = insertDeviceChanges(client, { tenantId: who.tenantId, bulkChangeId: id, rows });
    // While the database stores the page.
    seal.add(rows);
    await stored;
  }
  return { plan: seal.close(), repeated: count };
}

/** The audit entry, and the caller's key. */
async function writeDown(
  client: Queryable,
  { who, order, origin, file: source }: NewBulkChange,
  id: string,
  { total, tally }: SealedPlan,
): Promise<void> {
  const file = source === undefined ? {} : { file: source.name };
  const detail = { changeType: order.changeType, total, refused: tally.error, ...file, ...origin };
  await client.query(
    `insert into audit_entries (id, tenant_id, actor, action, subject, subject_id, detail, request_id)
     values (uuidv7(), $1::uuid, $2, 'bulk_change.submit', 'bulk_change', $3, $4::jsonb, $5)`,
    [who.tenantId, who.actor, id, JSON.stringify(detail), who.requestId ?? null],
  );
  if (who.idempotencyKey === undefined) return;
  await noteCreated(client, who.idempotencyKey, id);
}

function bulkChangeRow(
  { who, terms, rawRequest, provider, order, effectiveDate: date, origin, now }: NewBulkChange,
  requiresApproval: boolean,
): BulkChangeRow {
  return {
    tenantId: who.tenantId,
    serviceProviderId: provider.id,
    integration: provider.integration,
    changeType: order.changeType,
    portalType: portalOf(provider.integration),
    request: JSON.stringify(rawRequest),
    order: JSON.stringify(order),
    personal: terms.personal ?? null,
    onConflict: terms.onConflict,
    rollout: terms.rollout === undefined ? null : JSON.stringify(terms.rollout),
    requiresApproval,
    undoOf: origin !== undefined && 'undoOf' in origin ? origin.undoOf : null,
    resubmitOf: origin !== undefined && 'resubmitOf' in origin ? origin.resubmitOf : null,
    effectiveAt: date?.at ?? null,
    timeZone: date?.timeZone ?? null,
    createdBy: who.actor,
    createdAt: now,
  };
}

function sealed(
  { terms, now }: NewBulkChange,
  id: string,
  { tally, total, hash }: SealedPlan,
  requiresApproval: boolean,
): Omit<SealedBulkChange, 'duplicates'> {
  const nothingToDo = tally.pending === 0;
  const waiting: BulkChangeStatus = requiresApproval ? 'AWAITING_APPROVAL' : 'PENDING';
  const isStarted = !nothingToDo && !requiresApproval && terms.processChanges;
  return {
    id,
    status: nothingToDo ? finalStatus(tally) : waiting,
    planHash: hash,
    total,
    tally,
    finishedAt: nothingToDo ? now : null,
    startRequestedAt: isStarted ? now : null,
  };
}

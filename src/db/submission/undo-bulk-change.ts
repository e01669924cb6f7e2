import { logDescription } from '../../domain/audit-text.ts';
import { isFinalBulkChangeStatus, type BulkChangeStatus } from '../../domain/bulk-change-status.ts';
import type { ChangeOrder } from '../../domain/change-order.ts';
import type { RequestFault } from '../../domain/change-request.ts';
import { judgeDevice } from '../../domain/device-rules.ts';
import { errorClassOf } from '../../domain/error-code.ts';
import type { Integration } from '../../domain/integration.ts';
import { reversalOf, type FormerPlans } from '../../domain/reversal.ts';
import { loadProcessedRows, type ProcessedRow } from '../bulk/load-processed-rows.ts';
import { noteRows, type RowNote } from '../bulk/note-rows.ts';
import type { Database } from '../client.ts';
import { findOrderableProvider } from './orderable-provider.ts';
import { pagesOf } from './pages-of.ts';
import { readFormerPlans } from './read-former-plans.ts';
import type { PlannedPage, PlannedRow } from './judge-rows.ts';
import { storeBulkChange, type Submitter } from './store-bulk-change.ts';

export interface UndoWish {
  readonly processChanges: boolean;
  readonly requiresApproval?: boolean;
}

export type Repetition =
  | { readonly outcome: 'done'; readonly bulkChangeId: string }
  | { readonly outcome: 'not_found' }
  | { readonly outcome: 'not_finished'; readonly status: BulkChangeStatus }
  /** There is nothing to do again or to take back; the reason is for people. */
  | { readonly outcome: 'pointless'; readonly reason: string }
  | { readonly outcome: 'refused'; readonly faults: readonly RequestFault[] };

/**
 * Makes a change that takes the processed rows of a finished one back, each by an order of its own. Rows that nothing
 * takes back, or whose device was changed since, stand in it as failed with the reason. The order of the change itself
 * is that of its first row that goes back, marked `asBefore`: it tells the kind of work and is carried out for no row.
 */
export async function undoBulkChange(
  deps: { readonly database: Database; readonly now: () => Date },
  who: Submitter,
  id: string,
  wish: UndoWish,
): Promise<Repetition> {
  const { prisma, pool } = deps.database;
  const former = await prisma.bulkChange.findUnique({
    where: { tenantId_id: { tenantId: who.tenantId, id } },
    select: { status: true, order: true, processed: true, serviceProviderId: true },
  });
  if (former === null) return { outcome: 'not_found' };
  const status = former.status as BulkChangeStatus;
  if (!isFinalBulkChangeStatus(status)) return { outcome: 'not_finished', status };
  if (former.processed === 0) {
    return { outcome: 'pointless', reason: 'It processed no device: there is nothing to take back.' };
  }
  const found = await findOrderableProvider(prisma, who.tenantId, former.serviceProviderId);
  if (!found.ok) return { outcome: 'refused', faults: [{ ...found.fault, pointer: '' }] };
  const { provider } = found;
  const order = former.order as unknown as ChangeOrder;
  const plans = await readFormerPlans(prisma, provider);
  const { rows, notes } = await takeBack(loadProcessedRows(pool, who.tenantId, id), {
    integration: provider.integration,
    order,
    plans,
  });
  const representative = rows.find((row) => row.status === 'PENDING')?.order ?? order;
  const asBefore: ChangeOrder = { ...representative, asBefore: true };
  const { integration } = provider;
  const bulkChangeId = await storeBulkChange(
    deps.database,
    {
      who,
      provider,
      terms: { ...wish, onConflict: 'queue' },
      rawRequest: { undoOf: id, ...wish },
      order: asBefore,
      rowsFrom: () => plannedPages(rows),
      origin: { undoOf: id },
      now: deps.now(),
    },
    (client, bulkChangeId) =>
      noteRows(client, {
        bulkChangeId,
        notes,
        description: logDescription(order.changeType, integration, 'Plan Undo'),
        processedBy: who.actor,
      }),
  );
  return { outcome: 'done', bulkChangeId };
}

/** The rows of a former change name each device once. */
function* plannedPages(rows: readonly PlannedRow[]): Generator<PlannedPage> {
  for (const page of pagesOf(rows)) yield { rows: page, repeated: [] };
}

interface Basis {
  readonly integration: Integration;
  readonly order: ChangeOrder;
  readonly plans: FormerPlans;
}

async function takeBack(
  processed: AsyncIterable<ProcessedRow>,
  basis: Basis,
): Promise<{ readonly rows: readonly PlannedRow[]; readonly notes: readonly RowNote[] }> {
  const rows: PlannedRow[] = [];
  const notes: RowNote[] = [];
  for await (const row of processed) {
    const rowNumber = rows.length + 1;
    const planned = planRow(row, rowNumber, basis);
    rows.push(planned.row);
    if (planned.notes.length > 0) notes.push({ rowNumber, text: planned.notes.join(' ') });
  }
  return { rows, notes };
}

function planRow(
  row: ProcessedRow,
  rowNumber: number,
  { integration, order, plans }: Basis,
): { readonly row: PlannedRow; readonly notes: readonly string[] } {
  const { identifier, identifierType, deviceId, device, before, after } = row;
  const named = { rowNumber, identifier, identifierType, deviceId, overrides: null, effectiveAt: null };
  const reversal = reversalOf(integration, row.order ?? order, before, after, { device, plans });
  if (!reversal.ok) return { row: { ...named, ...refused(reversal) }, notes: [] };
  const own = { ...named, order: reversal.order };
  const verdict = judgeDevice(integration, reversal.order, device);
  if (!verdict.ok) return { row: { ...own, ...refused(verdict) }, notes: [] };
  const fine = { status: 'PENDING', errorClass: null, errorCode: null, errorMessage: null } as const;
  return { row: { ...own, ...fine, before: verdict.before, after: verdict.after }, notes: reversal.notes };
}

function refused({
  code,
  message,
}: {
  readonly code: Parameters<typeof errorClassOf>[0];
  readonly message: string;
}) {
  return {
    status: 'ERROR',
    errorClass: errorClassOf(code),
    errorCode: code,
    errorMessage: message,
    before: null,
    after: null,
  } as const;
}

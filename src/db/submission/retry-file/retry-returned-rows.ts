import { logDescription } from '../../../domain/audit-text.ts';
import type { BulkChangeStatus } from '../../../domain/bulk-change-status.ts';
import { mayAct } from '../../../domain/bulk-change-status.ts';
import type { RequestFault } from '../../../domain/change-request.ts';
import type { Database } from '../../client.ts';
import type { Prisma } from '../../generated/client.ts';
import { KeyTakenOverError } from '../../idempotency-keys.ts';
import { act, type ActionResult } from '../act-on-bulk-change.ts';
import { obstacleOfApproval } from '../approval-gate.ts';
import { askForRun } from '../ask-for-run.ts';
import { findOrderableProvider } from '../orderable-provider.ts';
import type { Submitter } from '../submit-bulk-change.ts';
import { judgeReturnedRows, type JudgedFile } from './judge-returned-rows.ts';
import { correctReturnedRows, leaveReturnedRows, reopenReturnedRows } from './write-returned-rows.ts';
import { matchReturnedRows } from './match-returned-rows.ts';
import type { ReturnedPages, RowRemark } from './returned-row.ts';

export type ReturnedFileResult =
  | {
      readonly outcome: 'done';
      readonly bulkChangeId: string;
      /** Rows that are tried again. */
      readonly retried: number;
      /** Rows that stay failed, with the reason. */
      readonly faults: readonly RowRemark[];
      readonly warnings: readonly RowRemark[];
    }
  | { readonly outcome: 'wrong_state'; readonly status: BulkChangeStatus }
  /** The change needs an approval that it does not have; the reason is for people. */
  | { readonly outcome: 'unapproved'; readonly reason: string }
  /** Nothing was done: of the file as a whole, or because no row of it can be tried again. */
  | { readonly outcome: 'refused'; readonly faults: readonly RowRemark[] }
  | { readonly outcome: 'provider_refused'; readonly fault: RequestFault };

/**
 * Takes back a list of failures that somebody has corrected: its rows, and only those, are tried again within their
 * change, so that their history stays and what is in doubt is read at the carrier first. A row that still cannot be
 * carried out stays as it is and is reported; the others go on. All of it in one transaction.
 * @throws KeyTakenOverError with nothing changed
 */
export async function retryReturnedRows(
  deps: { readonly database: Database; readonly now: () => Date },
  who: Submitter,
  pages: ReturnedPages,
  fileName: string,
): Promise<ReturnedFileResult> {
  const file = await matchReturnedRows(deps.database, who.tenantId, pages);
  const { change } = file;
  if (change === null || file.faults.length > 0) return { outcome: 'refused', faults: file.faults };
  if (!mayAct('retry', change.status)) return { outcome: 'wrong_state', status: change.status };
  const found = await findOrderableProvider(deps.database.prisma, who.tenantId, change.serviceProviderId);
  if (!found.ok) return { outcome: 'provider_refused', fault: { ...found.fault, pointer: '' } };
  const judged = await judgeReturnedRows(deps.database, found.provider, file.rows);
  const description = logDescription(change.order.changeType, found.provider.integration, 'Correct Device');
  const stored = await store(deps, who, change.id, { judged, fileName, description });
  switch (stored.result.outcome) {
    case 'done': {
      const { retried, faults, warnings } = stored;
      return { outcome: 'done', bulkChangeId: change.id, retried, faults, warnings };
    }
    case 'wrong_state':
    case 'unapproved':
      return stored.result;
    default:
      return { outcome: 'refused', faults: [...stored.faults, ...stored.warnings] };
  }
}

interface Deed {
  /** Of the log entries of corrected rows. */
  readonly description: string;
  readonly judged: JudgedFile;
  readonly fileName: string;
}

interface Stored {
  readonly result: ActionResult;
  readonly retried: number;
  readonly faults: readonly RowRemark[];
  readonly warnings: readonly RowRemark[];
}

async function store(
  { database, now }: { readonly database: Database; readonly now: () => Date },
  who: Submitter,
  id: string,
  { description, judged, fileName }: Deed,
): Promise<Stored> {
  let stored: Omit<Stored, 'result'> = { retried: 0, faults: judged.faults, warnings: judged.warnings };
  const result = await act(database, who, id, 'retry', async (tx, change) => {
    const log = { bulkChangeId: id, description, processedBy: who.actor };
    const obstacle = obstacleOfApproval(change, { runs: true, corrects: true });
    const corrected =
      obstacle === null
        ? await correctReturnedRows(tx, judged.corrections, log)
        : leaveReturnedRows(judged.corrections, obstacle);
    const reopened = await reopenReturnedRows(tx, id, judged.asTheyAre);
    const retried = corrected.count + reopened.count;
    stored = {
      retried,
      faults: [...judged.faults, ...corrected.faults, ...reopened.faults],
      warnings: [...judged.warnings, ...corrected.movedOn, ...reopened.movedOn],
    };
    if (retried === 0) return { outcome: 'nothing_matches' };
    await askForRun(tx, change, now());
    await noteSubject(tx, who, id);
    return { outcome: 'done', audited: { file: fileName, retried, corrected: corrected.count } };
  });
  return { result, ...stored };
}

/** So that a call which died before it was answered is answered with the change, and its rows are not looked at again. */
async function noteSubject(
  tx: Prisma.TransactionClient,
  { idempotencyKey }: Submitter,
  subjectId: string,
): Promise<void> {
  if (idempotencyKey === undefined) return;
  const { tenantId, key, claimedAt: createdAt } = idempotencyKey;
  const noted = await tx.idempotencyKey.updateMany({
    where: { tenantId, key, createdAt },
    data: { subjectId },
  });
  if (noted.count !== 1) throw new KeyTakenOverError();
}

import { correctRows } from '../../bulk/correct-rows.ts';
import { logCorrectedRows } from '../../bulk/log-corrected-rows.ts';
import { reopenDeviceChanges } from '../../bulk/reopen-device-changes.ts';
import type { Prisma } from '../../generated/client.ts';
import { REPEATED_DEVICE } from '../judge-rows.ts';
import { pagesOf } from '../pages-of.ts';
import { faultOfDevice, movedOn, notCorrectable, type JudgedCorrection } from './judge-returned-rows.ts';
import type { MatchedRow } from './match-returned-rows.ts';
import type { RowRemark } from './returned-row.ts';

interface Written {
  /** Rows that are open again. */
  readonly count: number;
  /** Rows that stay failed, with the reason. */
  readonly faults: readonly RowRemark[];
  /** Rows that were no longer failed when it came to it. */
  readonly movedOn: readonly RowRemark[];
}

interface LogTerms {
  readonly bulkChangeId: string;
  readonly description: string;
  readonly processedBy: string;
}

/** Writes the corrected rows and opens them again, with a word in the log of each. */
export async function correctReturnedRows(
  tx: Prisma.TransactionClient,
  corrections: readonly JudgedCorrection[],
  log: LogTerms,
): Promise<Written> {
  let count = 0;
  const faults: RowRemark[] = [];
  const gone: RowRemark[] = [];
  for (const page of pagesOf(corrections)) {
    const rows = page.map(({ corrected }) => corrected);
    const { corrected, repeated } = await correctRows(tx, rows);
    count += corrected.size;
    await logCorrectedRows(tx, { ids: [...corrected], ...log });
    for (const { returned } of page) {
      const id = returned.deviceChangeId;
      if (repeated.has(id))
        faults.push(faultOfDevice(returned, REPEATED_DEVICE.code, REPEATED_DEVICE.message));
      else if (!corrected.has(id)) gone.push(movedOn(returned, 'at work'));
    }
  }
  return { count, faults, movedOn: gone };
}

/** Leaves rows as they are, each with the reason for it. */
export function leaveReturnedRows(corrections: readonly JudgedCorrection[], reason: string): Written {
  const faults = corrections.map(({ returned }) => notCorrectable(returned, reason));
  return { count: 0, faults, movedOn: [] };
}

/** Opens rows again as they are. What is not opened has a reason of its own, which the row still names. */
export async function reopenReturnedRows(
  tx: Prisma.TransactionClient,
  bulkChangeId: string,
  rows: readonly MatchedRow[],
): Promise<Written> {
  let count = 0;
  const faults: RowRemark[] = [];
  const gone: RowRemark[] = [];
  for (const page of pagesOf(rows)) {
    const ids = page.map(({ stored }) => stored.id);
    const before = await readFailures(tx, ids);
    count += await reopenDeviceChanges(tx, bulkChangeId, { deviceChangeIds: ids });
    const after = await readFailures(tx, ids);
    for (const { returned, stored } of page) {
      const reason = after.get(stored.id);
      if (!before.has(stored.id)) gone.push(movedOn(returned, 'at work'));
      if (reason === undefined) continue;
      const column = returned.device.identifierType.toLowerCase();
      faults.push({ row: returned.row, column, code: reason.error_code, detail: reason.error_message });
    }
  }
  return { count, faults, movedOn: gone };
}

/** Those of the rows that are failed; nobody else opens one while the change is locked. */
async function readFailures(tx: Prisma.TransactionClient, ids: readonly string[]) {
  const rows = await tx.$queryRaw<{ id: string; error_code: string; error_message: string }[]>`
    select id, error_code, error_message from device_changes
    where id = any(${ids}::uuid[]) and status in ('ERROR', 'UNKNOWN')`;
  return new Map(rows.map((row) => [row.id, row]));
}

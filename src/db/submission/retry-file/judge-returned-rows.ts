import type { Database } from '../../client.ts';
import { correctedRow } from '../store-correction.ts';
import type { CorrectedRow } from '../../bulk/correct-rows.ts';
import { findCandidates } from '../find-candidates.ts';
import { judgeRow, withOwnImei, type Candidate } from '../judge-rows.ts';
import type { OrderableProvider } from '../orderable-provider.ts';
import { pagesOf } from '../pages-of.ts';
import { obstacleInDoubt, obstacleOfRow } from '../row-in-doubt.ts';
import { revCustomerOf } from '../submit-bulk-change.ts';
import type { MatchedRow } from './match-returned-rows.ts';
import type { ReturnedRow, RowRemark } from './returned-row.ts';

export interface JudgedFile {
  /** Rows whose device or IMEI is another one now, or whose device was not known when they failed. */
  readonly corrections: readonly JudgedCorrection[];
  /** Rows that are tried again as they are. */
  readonly asTheyAre: readonly MatchedRow[];
  /** Rows that stay failed. */
  readonly faults: readonly RowRemark[];
  /** Rows that are no longer failed: nothing is done to them. */
  readonly warnings: readonly RowRemark[];
}

export interface JudgedCorrection {
  readonly returned: ReturnedRow;
  readonly corrected: CorrectedRow;
}

/** Decides for every row of a file of failures what becomes of it, by the rules that correct a single row. */
export async function judgeReturnedRows(
  database: Database,
  provider: OrderableProvider,
  rows: readonly MatchedRow[],
): Promise<JudgedFile> {
  const warnings = rows.flatMap(warningOf);
  const failed = rows.filter((row) => warningOf(row).length === 0);
  const changed = failed.filter(isChanged);
  const asTheyAre = failed.filter((row) => !isChanged(row));
  const taken = new Set<string>();
  const verdicts: Verdict[] = [];
  for (const page of pagesOf(changed)) {
    const inputs = await readInputs(database, provider, page);
    for (const row of page) verdicts.push(judge(provider, row, inputs, taken));
  }
  return {
    corrections: verdicts.flatMap((verdict) => (verdict.ok ? [verdict.judged] : [])),
    asTheyAre,
    faults: verdicts.flatMap((verdict) => (verdict.ok ? [] : [verdict.fault])),
    warnings,
  };
}

function warningOf({ returned, stored: { status } }: MatchedRow): RowRemark[] {
  return status === 'ERROR' || status === 'UNKNOWN' ? [] : [movedOn(returned, status)];
}

/** Said of a row that is no longer failed. */
export function movedOn({ row }: ReturnedRow, status: string): RowRemark {
  const detail = `The device is ${status} by now: nothing is done to it.`;
  return { row, column: 'retryOf', code: 'upload.row_not_failed', detail };
}

/** Said of a row that stays as it is, whichever device it names. */
export function notCorrectable(returned: ReturnedRow, reason: string): RowRemark {
  return faultOfDevice(returned, 'upload.row_not_correctable', reason);
}

/** Said of the device that a row names. */
export function faultOfDevice({ row, device }: ReturnedRow, code: string, detail: string): RowRemark {
  return { row, column: device.identifierType.toLowerCase(), code, detail };
}

function isChanged({ returned, stored }: MatchedRow): boolean {
  const isOtherImei = returned.imei !== undefined && returned.imei !== stored.overrides?.imei;
  return stored.deviceId === null || returned.device.identifier !== stored.identifier || isOtherImei;
}

interface Inputs {
  readonly candidates: ReadonlyMap<string, Candidate>;
  /** The rows of the change that a device stands in already. */
  readonly rowsOfDevice: ReadonlyMap<string, readonly string[]>;
}

async function readInputs(
  { pool, prisma }: Database,
  provider: OrderableProvider,
  page: readonly MatchedRow[],
): Promise<Inputs> {
  const [first] = page;
  if (first === undefined) return { candidates: new Map(), rowsOfDevice: new Map() };
  const { change } = first.stored;
  const candidates = await findCandidates(pool, provider.integration, {
    tenantId: provider.tenantId,
    serviceProviderId: provider.id,
    devices: page.map(({ returned }) => returned.device),
    revCustomerIdOf: revCustomerOf(change.order),
  });
  const ids = [...candidates.values()].map(({ deviceId }) => deviceId);
  const rows = await prisma.$queryRaw<{ id: string; device_id: string }[]>`
    select id, device_id from device_changes
    where tenant_id = ${provider.tenantId}::uuid and device_id = any(${ids}::uuid[])
      and bulk_change_id = ${change.id}::uuid`;
  const rowsOfDevice = new Map<string, string[]>();
  for (const { id, device_id: device } of rows) {
    rowsOfDevice.set(device, [...(rowsOfDevice.get(device) ?? []), id]);
  }
  return { candidates, rowsOfDevice };
}

type Verdict =
  | { readonly ok: true; readonly judged: JudgedCorrection }
  | { readonly ok: false; readonly fault: RowRemark };

function judge(
  { integration }: OrderableProvider,
  { returned, stored }: MatchedRow,
  { candidates, rowsOfDevice }: Inputs,
  taken: Set<string>,
): Verdict {
  const { device, imei } = returned;
  const closed = obstacleOfRow(stored) ?? obstacleOfUndo(stored);
  if (closed !== null) return { ok: false, fault: notCorrectable(returned, closed) };
  const isOtherDevice = device.identifier !== stored.identifier;
  const ownImei = imei ?? (isOtherDevice ? undefined : stored.overrides?.imei);
  const candidate = withOwnImei(
    candidates.get(device.identifier),
    ownImei === undefined ? {} : { imei: ownImei },
  );
  const order = stored.order ?? stored.change.order;
  const verdict = judgeRow(
    integration,
    order,
    candidate,
    isRepeated(stored.id, candidate, rowsOfDevice, taken),
  );
  if (!verdict.ok) return { ok: false, fault: faultOfDevice(returned, verdict.code, verdict.message) };
  if (candidate === undefined) throw new Error('A device that is not there is refused.');
  const { deviceId } = candidate;
  const obstacle = obstacleInDoubt(integration, stored, deviceId, order);
  if (obstacle !== null) return { ok: false, fault: notCorrectable(returned, obstacle) };
  taken.add(deviceId);
  const wish = {
    ...(isOtherDevice ? { device } : {}),
    ...(imei === undefined ? {} : { imei }),
    correction: {},
    reprocess: true,
  };
  const judged = { deviceId, before: verdict.before, after: verdict.after };
  const corrected = correctedRow({ row: stored, wish, order, judged });
  return { ok: true, judged: { returned, corrected } };
}

/** The rows of an undo have orders of their own, which a file of many rows does not judge. */
function obstacleOfUndo({ change }: MatchedRow['stored']): string | null {
  if (change.undoOf === null) return null;
  return 'The row takes its own device back: send it as it was, or correct it by itself (PATCH).';
}

function isRepeated(
  rowId: string,
  candidate: Candidate | undefined,
  rowsOfDevice: Inputs['rowsOfDevice'],
  taken: ReadonlySet<string>,
): boolean {
  if (candidate === undefined) return false;
  const others = (rowsOfDevice.get(candidate.deviceId) ?? []).filter((id) => id !== rowId);
  return others.length > 0 || taken.has(candidate.deviceId);
}

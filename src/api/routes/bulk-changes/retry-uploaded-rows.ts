import type { FastifyRequest } from 'fastify';
import {
  retryReturnedRows,
  type ReturnedFileResult,
} from '../../../db/submission/retry-file/retry-returned-rows.ts';
import type { ReturnedRow, RowRemark } from '../../../db/submission/retry-file/returned-row.ts';
import type { RequestFault } from '../../../domain/change-request.ts';
import type { ApiDeps } from '../../api-app.ts';
import { MAX_LISTED_ROWS, type RowReport } from '../../contracts/upload.ts';
import { invalidRequest, Problem } from '../../problem.ts';
import type { DeviceFileReport } from '../../uploads/device-file/job.ts';
import { readDevicePages, type UploadedDevice } from '../../uploads/device-pages.ts';
import { stateConflict } from './act.ts';
import { submitterOf } from './repeated-change.ts';

export interface RetriedFile {
  /** The change that goes on. */
  readonly id: string;
  readonly rowReport: RowReport;
}

/**
 * Takes a corrected errors.csv: each row names the device change that it corrects, and is tried again within its change.
 * @throws Problem request.invalid when nothing of the file can be tried again, bulk_change.state_conflict
 */
export async function retryUploadedRows(
  deps: ApiDeps,
  request: FastifyRequest,
  { rowsPath, fileName, report }: ReadFile,
): Promise<RetriedFile> {
  if (request.createdBefore !== null) {
    return { id: request.createdBefore, rowReport: reportOf(report, report.devices, [], []) };
  }
  const result = await retryReturnedRows(
    { database: deps.database, now: () => deps.clock.now() },
    submitterOf(request),
    returnedPages(rowsPath),
    fileName,
  );
  const { bulkChangeId: id, retried, faults, warnings } = done(result);
  await deps.control.start(submitterOf(request).tenantId, id);
  return { id, rowReport: reportOf(report, retried, faults, warnings) };
}

interface ReadFile {
  readonly rowsPath: string;
  readonly fileName: string;
  readonly report: DeviceFileReport;
}

async function* returnedPages(rowsPath: string): AsyncGenerator<readonly ReturnedRow[]> {
  for await (const page of readDevicePages(rowsPath)) yield page.map(toReturnedRow);
}

function toReturnedRow({
  sourceRow,
  retryOf,
  identifier,
  identifierType,
  imei,
}: UploadedDevice): ReturnedRow {
  if (retryOf === undefined) throw new Error('A row without retryOf is refused where the file is read.');
  return {
    row: sourceRow,
    deviceChangeId: retryOf,
    device: { identifier, identifierType },
    ...(imei === undefined ? {} : { imei }),
  };
}

function done(result: ReturnedFileResult): Extract<ReturnedFileResult, { outcome: 'done' }> {
  switch (result.outcome) {
    case 'done':
      return result;
    case 'wrong_state':
      throw stateConflict('retry', result.status);
    case 'unapproved':
      throw new Problem('bulk_change.state_conflict', result.reason);
    case 'refused':
      throw invalidRequest(result.faults.map(toFault));
    case 'provider_refused':
      throw invalidRequest([result.fault]);
  }
}

function toFault({ row, column, code, detail }: RowRemark): RequestFault {
  return { pointer: `/rows/${String(row)}/${column}`, code, detail: placed(row, detail) };
}

function placed(row: number, detail: string): string {
  return `Row ${String(row)}: ${detail}`;
}

function reportOf(
  { rows, duplicates, warnings: ofReading, moreWarnings }: DeviceFileReport,
  devices: number,
  faults: readonly RowRemark[],
  warnings: readonly RowRemark[],
): RowReport {
  const withPlace = ({ detail, ...remark }: RowRemark) => ({ ...remark, detail: placed(remark.row, detail) });
  const warned = [...ofReading, ...warnings.map(withPlace)];
  return {
    rows,
    devices,
    refused: faults.length,
    duplicates,
    faults: faults.slice(0, MAX_LISTED_ROWS).map(withPlace),
    moreFaults: Math.max(0, faults.length - MAX_LISTED_ROWS),
    warnings: warned.slice(0, MAX_LISTED_ROWS),
    moreWarnings: moreWarnings + Math.max(0, warned.length - MAX_LISTED_ROWS),
  };
}

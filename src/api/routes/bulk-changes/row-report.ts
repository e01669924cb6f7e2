import { readBulkChange } from '../../../db/bulk-changes.ts';
import type { Database } from '../../../db/client.ts';
import { listRefusedRows, type RefusedRows } from '../../../db/refused-rows.ts';
import type { RepeatedDevice } from '../../../db/submission/repeated-devices.ts';
import { IDENTIFIER_TYPES } from '../../../domain/device-identifier.ts';
import { MAX_LISTED_ROWS, type RowReport } from '../../contracts/upload.ts';
import { knownValue } from '../../stored-value.ts';
import type { FileNote } from '../../uploads/device-file/file-notes.ts';
import type { DeviceFileReport, FoundColumn } from '../../uploads/device-file/job.ts';
import { namingColumn } from '../../uploads/device-file/naming-column.ts';
import { repetitionNote } from '../../uploads/device-file/repetition-note.ts';

/** What is known of a file whose change is stored. */
interface StoredFile {
  readonly report: DeviceFileReport;
  /** Rows that name a device of an earlier row by its other number, which only the database could tell. */
  readonly repeated: readonly RepeatedDevice[];
}

/** What became of the rows of a file whose change is stored. */
export async function rowReport(
  database: Database,
  tenantId: string,
  bulkChangeId: string,
  { report, repeated }: StoredFile,
): Promise<RowReport> {
  const { rows, columns, moreWarnings } = report;
  const refused = await listRefusedRows(database, tenantId, bulkChangeId, MAX_LISTED_ROWS);
  const change = await readBulkChange(database, tenantId, bulkChangeId);
  const duplicates = change?.duplicates ?? report.duplicates;
  const warnings = [...repeated.map((device) => repetitionOf(columns, device)), ...report.warnings];
  const found = duplicates - report.duplicates + report.warnings.length + moreWarnings;
  const listed = warnings.slice(0, MAX_LISTED_ROWS);
  return {
    rows,
    devices: rows - duplicates,
    refused: refused.total,
    duplicates,
    faults: refused.rows.map((row) => refusalOf(columns, row)),
    moreFaults: Math.max(0, refused.total - refused.rows.length),
    warnings: listed,
    moreWarnings: found - listed.length,
  };
}

function repetitionOf(
  columns: readonly FoundColumn[],
  { place, firstPlace, identifierType }: RepeatedDevice,
): FileNote {
  return repetitionNote(place, namingColumn(columns, identifierType), firstPlace);
}

function refusalOf(columns: readonly FoundColumn[], refused: RefusedRows['rows'][number]): FileNote {
  const row = refused.sourceRow ?? refused.rowNumber;
  const detail = `Row ${String(row)}: ${refused.errorMessage ?? ''}`.trim();
  return {
    row,
    column: namingColumn(columns, knownValue(IDENTIFIER_TYPES, refused.identifierType)),
    code: refused.errorCode ?? '',
    detail,
  };
}

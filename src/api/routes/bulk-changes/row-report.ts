import type { Database } from '../../../db/client.ts';
import { listRefusedRows } from '../../../db/refused-rows.ts';
import { MAX_LISTED_ROWS, type RowReport } from '../../contracts/upload.ts';
import { IDENTIFIER_TYPES } from '../../../domain/device-identifier.ts';
import { knownValue } from '../../stored-value.ts';
import type { DeviceFileReport } from '../../uploads/device-file/job.ts';
import { namingColumn } from '../../uploads/device-file/naming-column.ts';

/** What became of the rows of a file whose change is stored. */
export async function rowReport(
  database: Database,
  tenantId: string,
  bulkChangeId: string,
  { rows, devices, duplicates, columns, warnings, moreWarnings }: DeviceFileReport,
): Promise<RowReport> {
  const refused = await listRefusedRows(database, tenantId, bulkChangeId, MAX_LISTED_ROWS);
  return {
    rows,
    devices,
    refused: refused.total,
    duplicates,
    faults: refused.rows.map(({ sourceRow, rowNumber, identifierType, errorCode, errorMessage }) => {
      const row = sourceRow ?? rowNumber;
      const detail = `Row ${String(row)}: ${errorMessage ?? ''}`.trim();
      return {
        row,
        column: namingColumn(columns, knownValue(IDENTIFIER_TYPES, identifierType)),
        code: errorCode ?? '',
        detail,
      };
    }),
    moreFaults: Math.max(0, refused.total - refused.rows.length),
    warnings: [...warnings],
    moreWarnings,
  };
}

import { passesLuhn } from '../../../domain/device-identifier.ts';
import type { DeviceLine } from './device-line.ts';
import { createFileNotes, type FileNotes } from './file-notes.ts';
import type { FoundColumn } from './job.ts';
import { namingColumn } from './naming-column.ts';
import { repetitionNote } from './repetition-note.ts';
import type { DeviceRow } from './row-reader.ts';
import { createSeenDevices } from './seen-devices.ts';

export interface RowKeeper {
  /** A good row as it is written; undefined when its device stands in the file already. */
  keep(row: number, device: DeviceRow): DeviceLine | undefined;
  counts(): { readonly devices: number; readonly duplicates: number };
  /** The warnings about rows, the more important first: there may be a wrong check digit in every row. */
  readonly warnings: readonly FileNotes[];
}

/**
 * Keeps each device once. Rows that correct a former change are all kept: which of two is meant cannot be told here, and each of them is
 * answered by its own.
 */
export function createRowKeeper(columns: readonly FoundColumn[]): RowKeeper {
  const firstRowOf = createSeenDevices();
  const repeated = createFileNotes();
  const redated = createFileNotes();
  const mistyped = createFileNotes();
  const counts = { devices: 0, duplicates: 0 };

  function keep(row: number, { device, retryOf }: DeviceRow): DeviceLine | undefined {
    const { identifier, identifierType, imei, effectiveAt } = device;
    const column = namingColumn(columns, identifierType);
    const first = retryOf === null ? firstRowOf(identifier, row) : row;
    if (first !== row) {
      counts.duplicates += 1;
      repeated.add(repetitionNote(row, column, first));
      return undefined;
    }
    if (retryOf !== null && effectiveAt !== undefined) warnOfDate(row, redated);
    if (identifierType === 'ICCID' && !passesLuhn(identifier)) {
      warnOfCheckDigit(row, column, identifier, mistyped);
    }
    counts.devices += 1;
    return [row, identifier, identifierType, imei ?? null, effectiveAt?.toISOString() ?? null, retryOf];
  }

  return { keep, counts: () => counts, warnings: [repeated, redated, mistyped] };
}

function warnOfDate(row: number, notes: FileNotes): void {
  const detail = `Row ${String(row)}: the date was left out, since a row that is tried again keeps the date it had. POST /v1/bulk-changes/{id}/reschedule moves a change that has not begun; otherwise submit the device anew.`;
  notes.add({ row, column: 'effectiveDate', code: 'upload.date_ignored', detail });
}

function warnOfCheckDigit(row: number, column: string, identifier: string, notes: FileNotes): void {
  const detail = `Row ${String(row)}: the check digit of ${identifier} is not right. Many real ICCIDs are like that; look whether it is mistyped.`;
  notes.add({ row, column, code: 'upload.check_digit', detail });
}

import type { RequestFault } from '../../domain/change-request.ts';
import type { FileNote } from './device-file/file-notes.ts';
import type { DeviceFileReport, FoundColumn } from './device-file/job.ts';

/** The faults of a file, each with a pointer to its row. */
export function faultsOfFile({ faults }: DeviceFileReport): RequestFault[] {
  return faults.map(({ row, column, code, detail }) => ({
    pointer: pointerOf({ row, column }),
    code,
    detail,
  }));
}

/** Faults of a submission as the sender of a form sees them: what is not about a row is about the part "request". */
export function faultsOfSubmission(
  faults: readonly RequestFault[],
  columns: readonly FoundColumn[],
): RequestFault[] {
  return faults.map((fault) => {
    const [, row, name] = /^\/rows\/(\d+)\/(\w+)$/.exec(fault.pointer) ?? [];
    if (row === undefined) return { ...fault, pointer: `/request${fault.pointer}` };
    const place = columns.find((column) => column.name === name)?.place;
    const where = place === undefined ? `Row ${row}` : `Row ${row}, ${place}`;
    return { ...fault, detail: `${where}: ${fault.detail}` };
  });
}

function pointerOf({ row, column }: Pick<FileNote, 'row' | 'column'>): string {
  if (row === 0) return '/file';
  return column === '' ? `/rows/${String(row)}` : `/rows/${String(row)}/${column}`;
}

import type { RequestFault } from '../../domain/change-request.ts';

/** The columns of a device list, by the name their header has. */
export const IMPORT_COLUMNS = [
  'iccid',
  'serviceProviderId',
  'msisdn',
  'imei',
  'eid',
  'status',
  'carrierRatePlan',
  'communicationPlan',
  'customerId',
  'siteId',
  'simType',
  'usageMb',
] as const;

export type ImportColumn = (typeof IMPORT_COLUMNS)[number];

export type HeaderReading =
  | { readonly ok: true; readonly columns: readonly ImportColumn[] }
  | { readonly ok: false; readonly faults: readonly RequestFault[] };

/** Reads the first line of a file. Letter case, blanks, "-" and "_" do not matter. */
export function readHeader(cells: readonly string[], hasDefaultProvider: boolean): HeaderReading {
  const faults: RequestFault[] = [];
  const columns: ImportColumn[] = [];
  for (const cell of cells) {
    const column = IMPORT_COLUMNS.find((known) => plain(known) === plain(cell));
    const pointer = `/lines/1/${cell.trim().slice(0, 60)}`;
    if (column === undefined) {
      const detail = `There is no column of this name. Known are ${IMPORT_COLUMNS.join(', ')}.`;
      faults.push({ pointer, code: 'import.column_unknown', detail });
    } else if (columns.includes(column)) {
      faults.push({ pointer, code: 'import.column_twice', detail: 'The column stands there twice.' });
    } else {
      columns.push(column);
    }
  }
  const required: ImportColumn[] = hasDefaultProvider ? ['iccid'] : ['iccid', 'serviceProviderId'];
  for (const column of required.filter((wanted) => !columns.includes(wanted))) {
    const orQuery = column === 'serviceProviderId' ? ', or the query parameter of this name' : '';
    const detail = `The column "${column}"${orQuery} is needed.`;
    faults.push({ pointer: `/lines/1/${column}`, code: 'import.column_missing', detail });
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, columns };
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '');
}

import type { DeviceImportRow, ImportFault } from '../../db/device-import/device-import-row.ts';
import { isEid, readIdentifier, readImei } from '../../domain/device-identifier.ts';
import { DEVICE_STATUSES, isDeviceStatus } from '../../domain/device-status.ts';
import type { ImportColumn } from './import-columns.ts';

export type ImportCells = Readonly<Partial<Record<ImportColumn, string>>>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Checks one line by itself; undefined, with its faults in `faults`, when it cannot be used. */
export function readImportRow(
  line: number,
  cells: ImportCells,
  defaultProvider: string | undefined,
  faults: ImportFault[],
): DeviceImportRow | undefined {
  const before = faults.length;
  const read = <T>(column: ImportColumn, convert: (text: string) => T | Refusal): T | null => {
    const text = cells[column]?.trim() ?? '';
    if (text === '') return null;
    const value = text.includes('\0') ? new Refusal('The cell holds a NUL character.') : convert(text);
    if (!(value instanceof Refusal)) return value;
    faults.push({ line, column, code: 'import.value_malformed', detail: value.reason });
    return null;
  };
  const iccid = read('iccid', iccidOf);
  const serviceProviderId = read('serviceProviderId', idOf) ?? defaultProvider ?? null;
  const row = {
    msisdn: read('msisdn', msisdnOf),
    imei: read(
      'imei',
      (text) => readImei(text) ?? new Refusal('An IMEI has 15 digits with a valid check digit.'),
    ),
    eid: read('eid', (text) =>
      isEid(text) ? text : new Refusal('An EID has 32 digits and a valid checksum.'),
    ),
    status: read('status', statusOf),
    simType: read('simType', (text) => text.slice(0, 50)),
    usageMb: read('usageMb', usageOf),
    carrierRatePlan: read('carrierRatePlan', (text) => text),
    communicationPlan: read('communicationPlan', (text) => text),
    customerId: read('customerId', idOf),
    siteId: read('siteId', idOf),
  };
  if (faults.length > before) return undefined;
  if (iccid === null || serviceProviderId === null) {
    const column = iccid === null ? 'iccid' : 'serviceProviderId';
    faults.push({ line, column, code: 'import.value_missing', detail: 'The cell is empty.' });
    return undefined;
  }
  return { line, iccid, serviceProviderId, ...row };
}

/** Why a cell cannot be used. */
class Refusal {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

function iccidOf(text: string): string | Refusal {
  const reading = readIdentifier(text);
  if (!reading.ok) return new Refusal(reading.reason);
  return reading.type === 'ICCID' ? reading.value : new Refusal('This is a phone number and no ICCID.');
}

function msisdnOf(text: string): string | Refusal {
  const reading = readIdentifier(text);
  if (!reading.ok) return new Refusal(reading.reason);
  return reading.type === 'MSISDN' ? reading.value : new Refusal('This is an ICCID and no phone number.');
}

function idOf(text: string): string | Refusal {
  return UUID.test(text) ? text.toLowerCase() : new Refusal('This is not an id.');
}

function statusOf(text: string): string | Refusal {
  const status = text.toLowerCase();
  return isDeviceStatus(status) ? status : new Refusal(`Use one of ${DEVICE_STATUSES.join(', ')}.`);
}

function usageOf(text: string): number | Refusal {
  const usage = Number(text);
  return Number.isFinite(usage) && usage >= 0 && usage < 1e11
    ? usage
    : new Refusal('Use a number of megabytes, such as 12.5.');
}

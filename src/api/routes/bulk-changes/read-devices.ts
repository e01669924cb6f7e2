import type { RequestedDevice, RequestFault } from '../../../domain/change-request.ts';
import { readIdentifier, readImei } from '../../../domain/device-identifier.ts';
import type { SubmittedDevice } from '../../contracts/submit-bulk-change.ts';
import { readEffectiveDate, type DateReading } from './effective-date.ts';

/** Reads one device; undefined, with its faults in `faults`, when it cannot be used. */
export type DeviceReader = (
  item: SubmittedDevice,
  pointer: string,
  faults: RequestFault[],
) => RequestedDevice | undefined;

/**
 * Normalises the devices of a request. A plain loop: schemas with a check per element were several times slower for the
 * 1,000,000 devices a request may well carry. `timeZone` is where local dates of single devices are.
 */
export function readDevices(
  submitted: readonly SubmittedDevice[],
  timeZone: string | undefined,
  faults: RequestFault[],
): RequestedDevice[] {
  const devices: RequestedDevice[] = [];
  const read = createDeviceReader(timeZone);
  submitted.forEach((item, index) => {
    const device = read(item, `/devices/${String(index)}`, faults);
    if (device !== undefined) devices.push(device);
  });
  return devices;
}

/** The rules for one device of a request, wherever it stands. `timeZone` is where local dates are. */
export function createDeviceReader(timeZone: string | undefined): DeviceReader {
  const dates = dateReader(timeZone);
  return (item, pointer, faults) =>
    typeof item === 'string' ? readText(item, pointer, faults) : readObject(item, pointer, dates, faults);
}

function readText(text: string, pointer: string, faults: RequestFault[]): RequestedDevice | undefined {
  const reading = readIdentifier(text);
  if (reading.ok) return { identifier: reading.value, identifierType: reading.type };
  faults.push({ pointer, code: 'device.identifier_malformed', detail: reading.reason });
  return undefined;
}

type DeviceObject = Exclude<SubmittedDevice, string>;

const NAMES = ['iccid', 'msisdn', 'identifier'] as const;

function readObject(
  item: DeviceObject,
  pointer: string,
  dates: DateReader,
  faults: RequestFault[],
): RequestedDevice | undefined {
  const before = faults.length;
  refuseUnsupported(item, pointer, faults);
  const named = nameOf(item, pointer, faults);
  const device = { ...imeiOf(item, pointer, faults), ...dateOf(item, pointer, dates, faults) };
  return named === undefined || faults.length > before ? undefined : { ...named, ...device };
}

function nameOf(item: DeviceObject, pointer: string, faults: RequestFault[]): RequestedDevice | undefined {
  const [name, ...others] = NAMES.filter((key) => item[key] !== undefined);
  if (name === undefined || others.length > 0) {
    const detail = 'Name the device once: by iccid, msisdn or identifier.';
    faults.push({ pointer, code: 'device.identifier_count', detail });
    return undefined;
  }
  const named = readText(item[name] ?? '', `${pointer}/${name}`, faults);
  return named !== undefined && isOfKind(named, name, pointer, faults) ? named : undefined;
}

function imeiOf(
  { imei: text }: DeviceObject,
  pointer: string,
  faults: RequestFault[],
): { readonly imei?: string } {
  if (text === undefined) return {};
  const imei = readImei(text);
  if (imei !== undefined) return { imei };
  const detail =
    'An IMEI has 15 digits with a valid check digit, 14 without one, or 16 with the software version.';
  faults.push({ pointer: `${pointer}/imei`, code: 'device.imei_malformed', detail });
  return {};
}

function isOfKind(
  { identifierType }: RequestedDevice,
  name: (typeof NAMES)[number],
  pointer: string,
  faults: RequestFault[],
): boolean {
  if (name === 'identifier' || name.toUpperCase() === identifierType) return true;
  const detail = `This is an ${identifierType}; give it as "${identifierType.toLowerCase()}" or "identifier".`;
  faults.push({ pointer: `${pointer}/${name}`, code: 'device.identifier_malformed', detail });
  return false;
}

type DateReader = (text: string | null | undefined) => DateReading;

/** Many devices have few dates: each text is read once. */
function dateReader(timeZone: string | undefined): DateReader {
  const read = new Map<string, DateReading>();
  return (text) => {
    const key = text ?? '';
    const known = read.get(key);
    if (known !== undefined) return known;
    const reading = readEffectiveDate(text, timeZone);
    read.set(key, reading);
    return reading;
  };
}

function dateOf(
  { effectiveDate }: DeviceObject,
  pointer: string,
  dates: DateReader,
  faults: RequestFault[],
): { readonly effectiveAt?: Date } {
  const reading = dates(effectiveDate);
  if (reading.ok) return reading.date === undefined ? {} : { effectiveAt: reading.date.at };
  // A wrong zone of the request is reported where it stands.
  if (reading.code === 'time_zone.unknown') return {};
  faults.push({ pointer: `${pointer}/effectiveDate`, code: reading.code, detail: reading.detail });
  return {};
}

/** What the contract names and this version cannot do is refused, never quietly left out. */
function refuseUnsupported(item: DeviceObject, pointer: string, faults: RequestFault[]): void {
  if (item.eid !== undefined) {
    const detail = 'A device is found by its ICCID or number; leave eid out.';
    faults.push({ pointer: `${pointer}/eid`, code: 'device.field_unsupported', detail });
  }
}

import type { DeviceErrorCode } from '../domain/error-code.ts';
import type { OutsideCall } from '../platform/exchange.ts';
import { CarrierError } from './carrier-error.ts';
import { readSideBySide } from './read-side-by-side.ts';

/** What became of reading devices one by one. */
export interface DeviceReads<Device, Result> {
  readonly read: readonly Result[];
  /** Those of which the carrier does not say how they are, and why. */
  readonly unread: readonly { readonly device: Device; readonly error: CarrierError }[];
}

/** By these a carrier turns a single device down. Anything else may be the account's fault, or pass by itself. */
const OWN_FAULTS: readonly DeviceErrorCode[] = ['carrier.rejected', 'carrier.answer_unreadable'];

/** These may be a device's own as well, so it is named where they end the whole. */
const PERHAPS_OWN: readonly DeviceErrorCode[] = [
  'carrier.forbidden',
  'carrier.timeout',
  'carrier.unavailable',
];

/** So many devices do not all have a fault of their own. */
const MANY = 10;

/**
 * Reads devices one by one, several at once, and goes on past one that cannot be read by a fault of its own. Throws what
 * else a read throws, and the first fault when none of ten or more can be read.
 */
export async function readDevices<Device, Result>(
  devices: readonly Device[],
  call: OutsideCall,
  {
    identifierOf,
    read,
  }: {
    readonly identifierOf: (device: Device) => string;
    readonly read: (device: Device) => Promise<Result>;
  },
): Promise<DeviceReads<Device, Result>> {
  const answers = await readSideBySide(devices, call, async (device) => {
    try {
      return { read: [await read(device)], unread: [] };
    } catch (error) {
      const named = nameDevice(error, identifierOf(device));
      if (named instanceof CarrierError && OWN_FAULTS.includes(named.code)) {
        return { read: [], unread: [{ device, error: named }] };
      }
      throw named;
    }
  });
  const unread = answers.flatMap((answer) => answer.unread);
  const [first] = unread;
  if (first !== undefined && unread.length >= MANY && unread.length === devices.length) throw first.error;
  return { read: answers.flatMap((answer) => answer.read), unread };
}

function nameDevice(error: unknown, identifier: string): unknown {
  if (!(error instanceof CarrierError)) return error;
  if (![...OWN_FAULTS, ...PERHAPS_OWN].includes(error.code)) return error;
  const { code, message, httpStatus, retryAfterMs, mayHaveApplied } = error;
  return new CarrierError({
    code,
    message: `${identifier}: ${message}`,
    mayHaveApplied,
    cause: error,
    ...(httpStatus === undefined ? {} : { httpStatus }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

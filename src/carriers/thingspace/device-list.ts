import { CarrierError } from '../carrier-error.ts';

export interface DeviceId {
  readonly id: string;
  readonly kind: 'iccid' | 'imei';
}

/** One line by its identifiers. */
export interface NamedLine {
  readonly deviceIds: readonly [DeviceId, ...DeviceId[]];
}

/**
 * At least one line. A call without lines is not about none but about **every** line that its other fields select,
 * so no request can be made without one.
 */
export type DeviceList = readonly [NamedLine, ...NamedLine[]];

/** The list as it may be sent. Throws CarrierError when there is no line in it, or one without an identifier. */
export function sendableDevices(lines: readonly NamedLine[]): DeviceList {
  const [first, ...others] = lines;
  if (first !== undefined && lines.every(isNamed)) return [first, ...others];
  throw new CarrierError({
    code: 'system.unexpected',
    message:
      'A request without a device was not sent: ThingSpace would take it for one about the whole account.',
    mayHaveApplied: false,
  });
}

function isNamed({ deviceIds }: NamedLine): boolean {
  return deviceIds.some(({ id }) => id !== '') && deviceIds.every(({ id }) => id !== '');
}

/** One line by ICCID, and by IMEI where it is given. */
export function lineNamed(iccid: string, imei: string | null = null): NamedLine {
  const byIccid = { id: iccid, kind: 'iccid' } as const;
  return { deviceIds: imei === null ? [byIccid] : [byIccid, { id: imei, kind: 'imei' }] };
}

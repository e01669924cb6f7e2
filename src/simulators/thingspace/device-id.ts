import { z } from 'zod';

/** Kinds of identifiers, as answers spell them; case does not matter in requests. */
export const deviceIdKinds = ['esn', 'eid', 'iccid', 'imei', 'mdn', 'meid', 'msisdn', 'imsi'] as const;

export type DeviceIdKind = (typeof deviceIdKinds)[number];

/** One identifier of a device as a request or a callback carries it. */
export const deviceIdSchema = z.object({ id: z.string(), kind: z.string() });

export type DeviceId = z.infer<typeof deviceIdSchema>;

const shapes: Record<DeviceIdKind, RegExp> = {
  esn: /^(\d{11}|[0-9a-f]{8})$/i,
  eid: /^\d{32}$/,
  iccid: /^\d{18,20}$/,
  imei: /^\d{14,16}$/,
  mdn: /^\d{10}$/,
  meid: /^([0-9a-f]{14}|\d{18})$/i,
  msisdn: /^\d{10,15}$/,
  imsi: /^\d{6,15}$/,
};

/** The kind in its usual spelling, or undefined when there is no such kind. */
export function kindOf({ kind }: DeviceId): DeviceIdKind | undefined {
  return deviceIdKinds.find((known) => known === kind.toLowerCase());
}

/** The identifier of the given kind among those of a device. */
export function idOfKind(deviceIds: readonly DeviceId[], kind: DeviceIdKind): string | undefined {
  return deviceIds.find((deviceId) => kindOf(deviceId) === kind)?.id;
}

/** The code of what is wrong with the form of an identifier, or null. */
export function invalidDeviceId(deviceId: DeviceId): string | null {
  const kind = kindOf(deviceId);
  if (kind === undefined) return 'INPUT_INVALID.Device.Kind.Invalid';
  return shapes[kind].test(deviceId.id) ? null : 'INPUT_INVALID.Device.Identifier.Invalid';
}

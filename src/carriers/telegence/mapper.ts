import type { DeviceStatus } from '../../domain/device-status.ts';
import type { LineAnswer } from './answer.ts';
import { offeringCodesOf, valueOf } from './characteristic.ts';
import type { TelegenceLine } from './telegence-port.ts';

/** The statuses that an update may set. Null: no caller sets it. */
const LETTERS = {
  inventory: null,
  pending_activation: null,
  active: 'A',
  suspended: 'S',
  deactivated: 'C',
  retired: null,
  terminated: null,
} as const satisfies Record<DeviceStatus, string | null>;

export type StatusLetter = NonNullable<(typeof LETTERS)[DeviceStatus]>;

export function letterOf(status: DeviceStatus): StatusLetter | null {
  return LETTERS[status];
}

/** Other letters may exist, but have no word of ours. */
export function productStatusOf(letter: string | null): DeviceStatus | null {
  switch (letter) {
    case 'A':
      return 'active';
    case 'S':
      return 'suspended';
    case 'C':
      return 'deactivated';
    default:
      return null;
  }
}

export function toTelegenceLine(answer: LineAnswer): TelegenceLine {
  const { subscriberNumber, serviceCharacteristic: values } = answer;
  return {
    identifier: subscriberNumber,
    status: productStatusOf(valueOf(values, 'subscriberStatus')),
    ratePlan: valueOf(values, 'singleUserCode'),
    communicationPlan: null,
    msisdn: subscriberNumber,
    // The billing side's IMEI is the one that was ordered; the network's the one last seen.
    imei: valueOf(values, 'BLIMEI') ?? valueOf(values, 'NWIMEI'),
    ipAddress: valueOf(values, 'ipAddress'),
    iccid: valueOf(values, 'sim'),
    features: offeringCodesOf(values),
  };
}

import type { StatusOrder } from './change-order.ts';
import type { DeviceStatus } from './device-status.ts';
import type { Integration } from './integration.ts';

/** What is known of a device that an activation needs. */
export interface ActivatableDevice {
  readonly status: DeviceStatus;
  readonly imei: string | null;
  /** Code of the device's own plan. */
  readonly carrierRatePlan: string | null;
}

/**
 * What a carrier needs for this change of status and nobody has named, in words for a person. A line that is restored
 * needs nothing: it has its number and plan already.
 */
export function missingDetails(
  integration: Integration,
  order: StatusOrder,
  device: ActivatableDevice,
): readonly string[] {
  switch (integration) {
    case 'JASPER':
    case 'POND':
      return [];
    case 'THINGSPACE':
      if (isAddition(order, device)) return missing({ IMEI: device.imei });
      return isActivation(order, device)
        ? missing({ IMEI: device.imei, ...planOf(order, device), ...zipOf(order) })
        : [];
    case 'TELEGENCE':
      return isActivation(order, device) ? missing({ ...planOf(order, device), ...zipOf(order) }) : [];
  }
}

/** Whether the device gets a new line, rather than its suspended one back. */
export function isActivation(order: StatusOrder, device: { readonly status: DeviceStatus }): boolean {
  return order.targetStatus === 'active' && device.status !== 'active' && device.status !== 'suspended';
}

/** Whether the device is added to the account without service. */
function isAddition(order: StatusOrder, device: { readonly status: DeviceStatus }): boolean {
  return order.targetStatus === 'pending_activation' && device.status !== 'pending_activation';
}

const planOf = (order: StatusOrder, device: ActivatableDevice) => ({
  'carrier rate plan': order.activation?.plan?.code ?? device.carrierRatePlan,
});

const zipOf = (order: StatusOrder) => ({ 'ZIP code (mdnZipCode)': order.activation?.mdnZipCode ?? null });

function missing(details: Readonly<Record<string, string | null>>): readonly string[] {
  return Object.keys(details).filter((name) => (details[name] ?? '') === '');
}

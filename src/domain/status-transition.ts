import type { DeviceStatus } from './device-status.ts';
import type { Integration } from './integration.ts';

type Moves = Partial<Record<DeviceStatus, readonly DeviceStatus[]>>;

/**
 * Which status may follow which, per integration. Checked when the plan is sealed and again when the device's turn comes.
 * Jasper knows no suspend: "suspended" is our word for its DEACTIVATED.
 */
const TRANSITIONS: Record<Integration, Moves> = {
  JASPER: {
    inventory: ['pending_activation', 'active', 'retired'],
    pending_activation: ['active', 'inventory', 'retired'],
    active: ['suspended', 'deactivated', 'retired'],
    suspended: ['active', 'deactivated', 'retired'],
    deactivated: ['active', 'retired'],
  },
  THINGSPACE: {
    inventory: ['pending_activation'],
    pending_activation: ['active'],
    active: ['suspended', 'deactivated'],
    suspended: ['active'],
    deactivated: ['active'],
  },
  POND: {
    inventory: ['active', 'suspended', 'deactivated'],
    active: ['suspended', 'deactivated'],
    suspended: ['active', 'deactivated'],
    deactivated: ['active', 'suspended'],
  },
  TELEGENCE: {
    inventory: ['active'],
    pending_activation: ['active'],
    active: ['suspended', 'deactivated'],
    suspended: ['active', 'deactivated'],
  },
};

/** The statuses a device may move to from where it is; empty when its status is final. */
export function allowedTargets(integration: Integration, from: DeviceStatus): readonly DeviceStatus[] {
  return TRANSITIONS[integration][from] ?? [];
}

/** A device that already has the target status is left as it is: asking again is no fault and no carrier call. */
export function mayMove(integration: Integration, from: DeviceStatus, to: DeviceStatus): boolean {
  return from === to || allowedTargets(integration, from).includes(to);
}

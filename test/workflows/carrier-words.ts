import type { DeviceStatus } from '../../src/domain/device-status.ts';

export const DEFAULT_STATUS: DeviceStatus = 'active';

const JASPER: Partial<Record<DeviceStatus, string>> = {
  inventory: 'INVENTORY',
  pending_activation: 'ACTIVATION_READY',
  active: 'ACTIVATED',
  suspended: 'DEACTIVATED',
  deactivated: 'DEACTIVATED',
  retired: 'RETIRED',
};

/** Jasper's word for a status, written down once more so that the product's own table is tested and not trusted. */
export function jasperWord(status: DeviceStatus): string {
  const word = JASPER[status];
  if (word === undefined) throw new Error(`Jasper has no word for ${status}.`);
  return word;
}

/** The service switches of a POND SIM in a status. */
export function pondSwitches(status: DeviceStatus): Record<string, string> {
  const position = status === 'active' ? 'ENABLED' : 'DISABLED';
  return {
    simDataServiceStatus: position,
    simVoiceServiceStatus: position,
    simSmsServiceStatus: position,
    statusOfSim: status === 'inventory' ? 'Pre-Service' : 'In-Service',
  };
}

const THINGSPACE: Partial<Record<DeviceStatus, string>> = {
  pending_activation: 'pre-active',
  active: 'active',
  suspended: 'suspend',
  deactivated: 'deactive',
};

/** ThingSpace's word for a status; null when it does not know such a line. */
export function thingspaceState(status: DeviceStatus): string | null {
  return THINGSPACE[status] ?? null;
}

const TELEGENCE: Partial<Record<DeviceStatus, string>> = { active: 'A', suspended: 'S', deactivated: 'C' };

/** Telegence's letter for a status; null when the SIM has no line. */
export function telegenceLetter(status: DeviceStatus): string | null {
  return TELEGENCE[status] ?? null;
}

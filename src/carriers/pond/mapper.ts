import type { DeviceStatus } from '../../domain/device-status.ts';
import type { CarrierDevice, SimPackage } from '../carrier-port.ts';
import type { PackageAnswer, SimStatusAnswer } from './answer.ts';

export type ServiceSwitch = 'ENABLED' | 'DISABLED';

/** How a status is set: all three services on or off. Null: no caller sets it. */
const SWITCHES = {
  inventory: null,
  pending_activation: null,
  active: 'ENABLED',
  suspended: 'DISABLED',
  deactivated: 'DISABLED',
  retired: null,
  terminated: null,
} as const satisfies Record<DeviceStatus, ServiceSwitch | null>;

export function switchOf(status: DeviceStatus): ServiceSwitch | null {
  return SWITCHES[status];
}

/** The body that sets all services alike. */
export function allServices(position: ServiceSwitch) {
  return {
    simDataServiceStatus: position,
    simVoiceServiceStatus: position,
    simSmsServiceStatus: position,
  };
}

/** The position of all three services; null when they differ. */
export function commonSwitch(answer: SimStatusAnswer): ServiceSwitch | null {
  const { simDataServiceStatus, simVoiceServiceStatus, simSmsServiceStatus } = answer;
  const alike =
    simDataServiceStatus === simVoiceServiceStatus && simVoiceServiceStatus === simSmsServiceStatus;
  return alike ? simDataServiceStatus : null;
}

/** A SIM in service with everything off reads as suspended: the carrier does not tell it from deactivated. */
export function productStatusOf(answer: SimStatusAnswer): DeviceStatus | null {
  if (answer.statusOfSim === 'Terminated') return 'terminated';
  if (answer.statusOfSim === 'Pre-Service') return 'inventory';
  switch (commonSwitch(answer)) {
    case 'ENABLED':
      return 'active';
    case 'DISABLED':
      return 'suspended';
    case null:
      return null;
  }
}

/** The status call says nothing of plans and numbers. */
export function toCarrierDevice(iccid: string, answer: SimStatusAnswer): CarrierDevice {
  return {
    identifier: iccid,
    status: productStatusOf(answer),
    ratePlan: null,
    communicationPlan: null,
    msisdn: null,
    imei: null,
    ipAddress: null,
  };
}

export function toSimPackage(answer: PackageAnswer): SimPackage {
  return { packageId: answer.packageId, packageTypeId: answer.packageTypeId, status: answer.status };
}

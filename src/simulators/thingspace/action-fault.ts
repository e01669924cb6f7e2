import { dayOf, hasRoomIn, monthOf } from '../frame/quota.ts';
import type { DeviceFault } from './device-fault.ts';
import type { DeviceAction } from './device-action.ts';
import type { Device } from './device.ts';
import type { ThingspaceState } from './thingspace-state.ts';

/** Why a line does not permit an action now, or null. */
export function actionFault(
  state: ThingspaceState,
  device: Device,
  action: DeviceAction,
): DeviceFault | null {
  if (action.do === 'customFields') return null;
  const limits = state.frame.limitsOf(device.account);
  const now = state.frame.clock.iso();
  if (action.do === 'plan') {
    if (!hasRoomIn(device.planChanges, monthOf(now), limits.monthlyPlanChanges)) return 'monthlyQuota';
  } else if (!hasRoomIn(device.actions, dayOf(now), limits.dailyActions)) {
    return 'dailyQuota';
  }
  return device.pending === null ? stateFault(device, action) : 'wrongState';
}

function stateFault({ state }: Device, action: DeviceAction): DeviceFault | null {
  switch (action.do) {
    case 'activate':
      if (state === 'active') return 'alreadyActive';
      return state === 'suspend' ? 'wrongState' : null;
    case 'restore':
      return state === 'suspend' ? null : 'wrongState';
    case 'suspend':
    case 'deactivate':
    case 'plan':
      // A suspended line must be restored first.
      return state === 'active' ? null : 'wrongState';
    case 'customFields':
      return null;
  }
}

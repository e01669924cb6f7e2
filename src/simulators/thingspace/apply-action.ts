import { applyCustomFields } from './apply-custom-fields.ts';
import { maxSuspendDays, maxSuspendMs } from './auto-resume.ts';
import type { AcceptedRequest, DeviceAction } from './device-action.ts';
import { idOfKind, type DeviceId } from './device-id.ts';
import type { Device } from './device.ts';
import { newLineNumbers } from './next-number.ts';
import type { ThingspaceState } from './thingspace-state.ts';

/** Applies an action to a line that permits it, with an effect for each thing that really changes; answers `deviceResponse`. */
export function applyAction(
  state: ThingspaceState,
  device: Device,
  { action, seq }: AcceptedRequest,
  deviceIds: readonly DeviceId[],
): Record<string, unknown> {
  switch (action.do) {
    case 'activate':
      return activate(state, device, action, seq, deviceIds);
    case 'suspend':
      return suspend(state, device, seq);
    case 'restore':
      state.devices.put({ ...device, state: 'active', suspendedAt: null });
      state.frame.recordEffect(device.iccid, 'status', 'active', seq);
      return { restoreResponse: { restored: 'true' } };
    case 'deactivate':
      return deactivate(state, device, action.thenDelete, seq);
    case 'plan':
      state.devices.put({ ...device, servicePlan: action.servicePlan });
      if (device.servicePlan !== action.servicePlan) {
        state.frame.recordEffect(device.iccid, 'ratePlan', action.servicePlan, seq);
      }
      return { changeServicePlanResponse: { servicePlan: action.servicePlan } };
    case 'customFields':
      state.devices.put(applyCustomFields(state, device, action.customFields, seq));
      return { customFieldsResponse: {} };
  }
}

function activate(
  state: ThingspaceState,
  device: Device,
  { servicePlan, customFields }: Extract<DeviceAction, { do: 'activate' }>,
  seq: number,
  deviceIds: readonly DeviceId[],
): Record<string, unknown> {
  const numbers = newLineNumbers(state);
  state.frame.recordEffect(device.iccid, 'activation', numbers.mdn, seq);
  state.devices.put({
    ...applyCustomFields(state, device, customFields, seq),
    ...numbers,
    imei: idOfKind(deviceIds, 'imei') ?? device.imei,
    state: 'active',
    servicePlan,
    lastActivationDate: state.frame.clock.iso(),
  });
  const given = [
    { id: numbers.mdn, kind: 'mdn' },
    { id: numbers.msisdn, kind: 'msisdn' },
  ];
  const { ipAddress } = numbers;
  return {
    activateResponse: { deviceIds: given, ipAddress, servicePlan, state: 'active', featureCodes: [] },
  };
}

function suspend(state: ThingspaceState, device: Device, seq: number): Record<string, unknown> {
  const { clock, recordEffect } = state.frame;
  const suspendedAt = clock.iso();
  state.devices.put({ ...device, state: 'suspend', suspendedAt });
  state.autoResumes.add({ iccid: device.iccid, suspendedAt, seq }, maxSuspendMs);
  recordEffect(device.iccid, 'status', 'suspend', seq);
  return {
    suspendResponse: {
      expectedResumeDate: clock.iso(clock.now() + maxSuspendMs),
      maxSuspendDaysAllowed: String(maxSuspendDays),
      numDaysSuspendedLast12Months: '0',
      numDaysSuspendAllowedCurrent12Months: '180',
    },
  };
}

function deactivate(
  state: ThingspaceState,
  device: Device,
  thenDelete: boolean,
  seq: number,
): Record<string, unknown> {
  const bare = { mdn: null, msisdn: null, ipAddress: null, servicePlan: null };
  if (thenDelete) state.devices.remove(device.iccid);
  else state.devices.put({ ...device, ...bare, state: 'deactive' });
  state.frame.recordEffect(device.iccid, 'status', 'deactive', seq);
  return { deactivateResponse: { deactivated: 'true' } };
}

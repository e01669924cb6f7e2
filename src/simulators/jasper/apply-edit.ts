import type { EffectKind } from '../frame/effect-log.ts';
import type { JasperDevice } from './device.ts';
import { editFieldNames, type EditFields } from './edit-fields.ts';
import type { JasperState } from './jasper-state.ts';
import { isSimStatus } from './sim-status.ts';

interface FieldChange {
  device: JasperDevice;
  kind: EffectKind;
  value: string;
}

/** Applies a valid edit: one effect for each field that really changes, none for what is already set. */
export function applyEdit(
  state: JasperState,
  device: JasperDevice,
  fields: EditFields,
  request: number,
): void {
  let changed = device;
  for (const name of editFieldNames) {
    const value = fields[name];
    if (value === undefined) continue;
    const change = changeField(changed, name, value, state.frame.clock.iso());
    if (change === null) continue;
    changed = change.device;
    state.frame.recordEffect(device.iccid, change.kind, change.value, request);
  }
  if (changed !== device) state.devices.put({ ...changed, dateUpdated: state.frame.clock.iso() });
}

function changeField(device: JasperDevice, name: string, value: string, now: string): FieldChange | null {
  switch (name) {
    case 'status':
      return isSimStatus(value) ? changeStatus(device, value, now) : null;
    case 'ratePlan':
    case 'communicationPlan':
    case 'customer':
      return device[name] === value ? null : { device: { ...device, [name]: value }, kind: name, value };
    case 'deviceID':
    case 'modemID':
    case 'overageLimitOverride':
      if (device[name] === value) return null;
      return { device: { ...device, [name]: value }, kind: 'customField', value: `${name}=${value}` };
    case 'ipv4Address':
      if (device.fixedIPAddress === value) return null;
      return { device: { ...device, fixedIPAddress: value }, kind: 'ipProvisioned', value };
    case 'ipv6Address':
      if (device.fixedIpv6Address === value) return null;
      return { device: { ...device, fixedIpv6Address: value }, kind: 'ipProvisioned', value };
    default:
      return changeCustomField(device, name, value);
  }
}

function changeStatus(device: JasperDevice, status: JasperDevice['status'], now: string): FieldChange | null {
  if (device.status === status) return null;
  const dateActivated = status === 'ACTIVATED' ? (device.dateActivated ?? now) : device.dateActivated;
  return { device: { ...device, status, dateActivated }, kind: 'status', value: status };
}

function changeCustomField(device: JasperDevice, name: string, value: string): FieldChange | null {
  if ((device.custom[name] ?? '') === value) return null;
  const custom = { ...device.custom, [name]: value };
  return { device: { ...device, custom }, kind: 'customField', value: `${name}=${value}` };
}

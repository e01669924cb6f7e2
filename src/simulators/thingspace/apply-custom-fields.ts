import type { Device } from './device.ts';
import type { ThingspaceState } from './thingspace-state.ts';

/** The line with its custom fields set; one effect for each that really changes. Does not store the line. */
export function applyCustomFields(
  { frame }: ThingspaceState,
  device: Device,
  fields: Readonly<Record<string, string>>,
  seq: number,
): Device {
  for (const [name, value] of Object.entries(fields)) {
    if ((device.customFields[name] ?? '') === value) continue;
    frame.recordEffect(device.iccid, 'customField', `${name}=${value}`, seq);
  }
  return { ...device, customFields: { ...device.customFields, ...fields } };
}

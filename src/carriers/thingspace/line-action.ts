import type { LineStatusChange } from '../carrier-port.ts';
import { CarrierError } from '../carrier-error.ts';

/** An asynchronous call about lines. Its fields never select any: the list of devices stands beside them. */
export interface LineAction {
  readonly operation: string;
  readonly method: 'POST' | 'PUT';
  /** Below `/devices/actions`. */
  readonly path: 'activate' | 'suspend' | 'restore' | 'deactivate' | 'plan' | 'customFields';
  readonly fields: Readonly<Record<string, unknown>>;
}

export const SUSPENSION: LineAction = { operation: 'Suspend', method: 'POST', path: 'suspend', fields: {} };

export const RESTORATION: LineAction = { operation: 'Restore', method: 'POST', path: 'restore', fields: {} };

/** The carrier knows one reason only, and wants it named. */
export function deactivation(reasonCode: string | null): LineAction {
  const fields = { reasonCode: reasonCode ?? 'FF' };
  return { operation: 'Deactivate', method: 'POST', path: 'deactivate', fields };
}

/** Here `servicePlan` is the plan that the line gets. */
export function planChange(planCode: string): LineAction {
  const fields = { servicePlan: planCode };
  return { operation: 'Change Service Plan', method: 'PUT', path: 'plan', fields };
}

/** The carrier knows five fields, `CustomField1` to `CustomField5`, of at most 50 characters. */
export function customFields(values: Readonly<Record<string, string>>): LineAction {
  const customFieldsToUpdate = Object.entries(values).map(([key, value]) => ({ key, value }));
  return {
    operation: 'Set Custom Fields',
    method: 'PUT',
    path: 'customFields',
    fields: { customFieldsToUpdate },
  };
}

/** Throws CarrierError `carrier.details_missing` that names what an activation lacks. */
export function activation(change: LineStatusChange): LineAction {
  const { imei, ratePlan, mdnZipCode, publicIpRestriction, primaryPlaceOfUse } = change;
  demand({ IMEI: imei, 'carrier rate plan': ratePlan, 'MDN ZIP code': mdnZipCode }, 'An activation');
  const fields = {
    servicePlan: ratePlan,
    mdnZipCode,
    ...(publicIpRestriction === null ? {} : { publicIpRestriction }),
    ...(primaryPlaceOfUse === null || primaryPlaceOfUse === undefined ? {} : { primaryPlaceOfUse }),
  };
  return { operation: 'Activate', method: 'POST', path: 'activate', fields };
}

/** Refuses before anything is sent what the carrier would refuse in words that help less. */
export function demand(details: Readonly<Record<string, string | null>>, what: string): void {
  const missing = Object.keys(details).filter((name) => (details[name] ?? '') === '');
  if (missing.length === 0) return;
  throw new CarrierError({
    code: 'carrier.details_missing',
    message: `${what} needs the ${missing.join(', the ')} of the device.`,
    mayHaveApplied: false,
  });
}

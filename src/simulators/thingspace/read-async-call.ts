import { z } from 'zod';
import { customFieldSchema, type CustomField } from './custom-field.ts';
import type { DeviceAction } from './device-action.ts';
import { deviceListSchema, selectionSchema, type Selection } from './target.ts';

/** The calls that answer with the id of a request. */
export type AsyncOperation = DeviceAction['do'];

/** An asynchronous call as its body says it. */
export interface AsyncCall {
  action: DeviceAction;
  /** Empty when the body names none: then the call is about every line that `selection` matches. */
  devices: z.infer<typeof deviceListSchema>;
  selection: Selection;
  /** Custom fields to be written. */
  customFields: readonly CustomField[];
  /** A line that has no service yet is known by ICCID and IMEI together. */
  needsImei: boolean;
}

/**
 * Reads the body of an asynchronous call.
 * @throws ZodError when it is not what the call takes.
 */
export function readAsyncCall(operation: AsyncOperation, body: unknown): AsyncCall {
  switch (operation) {
    case 'activate':
      return readActivate(body);
    case 'deactivate':
      return readDeactivate(body);
    case 'suspend':
    case 'restore':
      return onSelected({ do: operation }, selectedSchema.parse(body));
    case 'plan':
      return readPlan(body);
    case 'customFields':
      return readCustomFields(body);
  }
}

const placeOfUseSchema = z.object({
  customerName: z.object({ firstName: z.string().min(1), lastName: z.string().min(1) }),
  address: z.object({
    addressLine1: z.string().min(1),
    city: z.string().min(1),
    state: z.string().min(1),
    zip: z.string().min(1),
    country: z.string().min(1),
  }),
});

const activateSchema = z.object({
  devices: deviceListSchema.min(1),
  servicePlan: z.string().min(1),
  mdnZipCode: z.string().regex(/^\d{5}$/, 'must be a ZIP code of 5 digits'),
  customFields: z.array(customFieldSchema).nullish(),
  skuNumber: z.string().nullish(),
  primaryPlaceOfUse: placeOfUseSchema.nullish(),
});

const deactivateSchema = z.object({
  accountName: z.string(),
  devices: deviceListSchema.min(1),
  reasonCode: z.literal('FF'),
  deleteAfterDeactivation: z.boolean().nullish(),
});

const selectedSchema = selectionSchema.extend({ devices: deviceListSchema.nullish() });
const planSchema = selectedSchema.extend({
  servicePlan: z.string().min(1),
  currentServicePlan: z.string().nullish(),
});
const customFieldsSchema = selectedSchema.extend({
  customFieldsToUpdate: z.array(customFieldSchema).nullish(),
});

function readActivate(body: unknown): AsyncCall {
  const { servicePlan, devices, customFields, skuNumber } = activateSchema.parse(body);
  const fields = customFields ?? [];
  return {
    action: { do: 'activate', servicePlan, customFields: toRecord(fields) },
    devices,
    selection: {},
    customFields: fields,
    needsImei: skuNumber === undefined || skuNumber === null || skuNumber === '',
  };
}

function readDeactivate(body: unknown): AsyncCall {
  const { devices, deleteAfterDeactivation } = deactivateSchema.parse(body);
  return onSelected({ do: 'deactivate', thenDelete: deleteAfterDeactivation ?? false }, { devices });
}

/** Here `servicePlan` is the new plan, and the plan of today selects. */
function readPlan(body: unknown): AsyncCall {
  const { servicePlan, currentServicePlan, ...selected } = planSchema.parse(body);
  return onSelected({ do: 'plan', servicePlan }, { ...selected, servicePlan: currentServicePlan });
}

function readCustomFields(body: unknown): AsyncCall {
  const { customFieldsToUpdate, ...selected } = customFieldsSchema.parse(body);
  const fields = customFieldsToUpdate ?? [];
  const action: DeviceAction = { do: 'customFields', customFields: toRecord(fields) };
  return { ...onSelected(action, selected), customFields: fields };
}

function onSelected(
  action: DeviceAction,
  { devices, ...selection }: Partial<z.infer<typeof selectedSchema>>,
): AsyncCall {
  return { action, devices: devices ?? [], selection, customFields: [], needsImei: false };
}

function toRecord(fields: readonly CustomField[]): Record<string, string> {
  return Object.fromEntries(fields.map(({ key, value }) => [key, value]));
}

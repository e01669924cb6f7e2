import type { CarrierRecords } from '../frame/carrier.ts';
import { placeInAccount } from '../frame/place-in-account.ts';
import { z } from 'zod';
import { customFieldSchema } from './custom-field.ts';
import { defaultGroup, deviceSchema, deviceStates, shownState, type Device } from './device.ts';
import { newLineNumbers, nextNumber } from './next-number.ts';
import type { ThingspaceState } from './thingspace-state.ts';

/** What a seed may leave out or write in another way. */
const seedDeviceSchema = z.looseObject({
  iccid: z.string(),
  state: z.enum(deviceStates).default('active'),
  mdn: z.string().nullish(),
  customFields: z
    .union([
      z.record(z.string(), z.string()),
      z
        .array(customFieldSchema)
        .transform((fields) => Object.fromEntries(fields.map(({ key, value }) => [key, value]))),
    ])
    .default({}),
});

/** The carrier-side truth by ICCID, IMEI, MDN or MSISDN. */
export function createThingspaceRecords(state: ThingspaceState): CarrierRecords {
  const shown = (device: Device): unknown => ({
    identifier: device.iccid,
    ...device,
    status: shownState(device),
  });
  return {
    get: (identifier) => {
      const device = state.devices.get(identifier) ?? state.devices.find(identifier)[0];
      return device === undefined ? undefined : shown(device);
    },
    all: function* () {
      for (const device of state.devices.values()) yield shown(device);
    },
    add: (record) => addDevice(state, record),
  };
}

/** A line with service gets numbers and an address when the record has none. */
function addDevice(state: ThingspaceState, record: unknown): void {
  const placed = placeInAccount(record, state.accounts);
  const given = seedDeviceSchema.parse(placed);
  const account = state.accounts.find((known) => known.account === placed.account);
  const inService = given.state === 'active' || given.state === 'suspend';
  const numbers = !inService ? {} : { ...newNumbersUnless(state, given.mdn) };
  const now = state.frame.clock.iso();
  state.devices.put(
    deviceSchema.parse({
      createdAt: now,
      groupName: account === undefined ? null : defaultGroup(account),
      suspendedAt: given.state === 'suspend' ? now : null,
      lastActivationDate: inService ? now : null,
      ...numbers,
      ...given,
      account: placed.account,
      deviceNumber: state.devices.get(given.iccid)?.deviceNumber ?? nextNumber(state, 'device'),
    }),
  );
}

function newNumbersUnless(state: ThingspaceState, mdn: string | null | undefined): Record<string, string> {
  const invented = newLineNumbers(state);
  if (mdn === undefined || mdn === null) return { ...invented };
  return { ipAddress: invented.ipAddress, mdn, msisdn: `1${mdn}` };
}

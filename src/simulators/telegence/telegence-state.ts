import type { CarrierFrame } from '../frame/carrier.ts';
import type { Table } from '../frame/table.ts';
import type { TelegenceAccount } from './account.ts';
import { activationSchema, type Activation } from './activation.ts';
import { addressId, heldAddressSchema, type HeldAddress } from './address.ts';
import { createAddressPools, type AddressPools } from './address-pools.ts';
import { telegenceLineSchema, type TelegenceLine } from './line.ts';
import { provisioningSchema, type Provisioning } from './provisioning.ts';
import { telegenceSimSchema, type TelegenceSim } from './sim.ts';
import { createSubscriberNumbers, type SubscriberNumbers } from './subscriber-numbers.ts';

/** All that Telegence knows. */
export interface TelegenceState {
  frame: CarrierFrame;
  accounts: readonly TelegenceAccount[];
  sims: Table<TelegenceSim>;
  lines: Table<TelegenceLine>;
  activations: Table<Activation>;
  provisionings: Table<Provisioning>;
  addresses: Table<HeldAddress>;
  pools: AddressPools;
  numbers: SubscriberNumbers;
}

/** Declares Telegence's tables on the frame's store. */
export function createTelegenceState(
  frame: CarrierFrame,
  accounts: readonly TelegenceAccount[],
): TelegenceState {
  const { store } = frame;
  const lines: Table<TelegenceLine> = store.table({
    name: 'lines',
    schema: telegenceLineSchema,
    idOf: ({ subscriberNumber }) => subscriberNumber,
    keysOf: ({ iccid }) => [iccid],
    onClear: () => numbers.restart(),
  });
  const numbers = createSubscriberNumbers((number) => lines.get(number) !== undefined);
  return {
    frame,
    accounts,
    lines,
    numbers,
    pools: createAddressPools(accounts),
    sims: store.table({
      name: 'sims',
      schema: telegenceSimSchema,
      idOf: ({ iccid }) => iccid,
      keysOf: ({ imei }) => (imei === null ? [] : [imei]),
    }),
    activations: store.table({
      name: 'activations',
      schema: activationSchema,
      idOf: ({ id }) => id,
      keysOf: ({ batchId, iccid }) => [`batch ${batchId}`, iccid],
    }),
    provisionings: store.table({
      name: 'provisionings',
      schema: provisioningSchema,
      idOf: ({ id }) => id,
      keysOf: ({ batchId, subscriberNumber }) => [`batch ${batchId}`, subscriberNumber],
    }),
    addresses: store.table({ name: 'addresses', schema: heldAddressSchema, idOf: addressId }),
  };
}

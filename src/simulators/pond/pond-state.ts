import type { CarrierFrame } from '../frame/carrier.ts';
import type { Table } from '../frame/table.ts';
import type { PackageType, PondAccount } from './account.ts';
import { pondPackageSchema, type PondPackage } from './package.ts';
import { pondSimSchema, type PondSim } from './sim.ts';

/** All that POND knows. */
export interface PondState {
  frame: CarrierFrame;
  accounts: readonly PondAccount[];
  sims: Table<PondSim>;
  packages: Table<PondPackage>;
  /** Seconds since the epoch, by the simulator's clock. */
  nowSeconds: () => number;
}

/** Declares POND's tables on the frame's store. */
export function createPondState(frame: CarrierFrame, accounts: readonly PondAccount[]): PondState {
  return {
    frame,
    accounts,
    nowSeconds: () => Math.floor(frame.clock.now() / 1_000),
    sims: frame.store.table({
      name: 'sims',
      schema: pondSimSchema,
      idOf: ({ iccid }) => iccid,
      keysOf: ({ msisdn }) => (msisdn === null ? [] : [msisdn]),
    }),
    packages: frame.store.table({
      name: 'packages',
      schema: pondPackageSchema,
      idOf: ({ packageId }) => packageId,
      keysOf: ({ simIccid }) => [simIccid],
    }),
  };
}

/** A package type of the account. */
export function packageTypeOf(account: PondAccount, id: number): PackageType | undefined {
  return account.packageTypes.find(({ packageTypeId }) => packageTypeId === id);
}

import { z } from 'zod';
import type { CarrierRecords } from '../frame/carrier.ts';
import { placeInAccount } from '../frame/place-in-account.ts';
import { newPackage } from './add-package.ts';
import type { PondAccount } from './account.ts';
import { packageStatuses, pondPackageSchema, type PondPackage } from './package.ts';
import { packageTypeOf, type PondState } from './pond-state.ts';
import { inStatus } from './set-package-status.ts';
import { pondSimSchema, type PondSim } from './sim.ts';
import { switchesText } from './sim-view.ts';

const seedPackageSchema = z.looseObject({
  packageTypeId: z.int(),
  status: z.enum(packageStatuses).default('ACTIVE'),
});
const seedSimSchema = z.looseObject({ packages: z.array(seedPackageSchema).default([]) });

/** The carrier-side truth by ICCID or MSISDN, each SIM with all of its packages. */
export function createPondRecords(state: PondState): CarrierRecords {
  const shown = (sim: PondSim): unknown => ({
    identifier: sim.iccid,
    ...sim,
    status: sim.statusOfSim === 'Terminated' ? 'TERMINATED' : switchesText(sim),
    packages: state.packages.find(sim.iccid),
  });
  return {
    get: (identifier) => {
      const sim = state.sims.get(identifier) ?? state.sims.find(identifier)[0];
      return sim === undefined ? undefined : shown(sim);
    },
    all: function* () {
      for (const sim of state.sims.values()) yield shown(sim);
    },
    add: (record) => addSim(state, record),
  };
}

/** A SIM that is added again loses the packages it had. */
function addSim(state: PondState, record: unknown): void {
  const placed = placeInAccount(record, state.accounts);
  const now = state.nowSeconds();
  const sim = pondSimSchema.parse({ epochCreated: now, epochModified: now, ...placed });
  const account = state.accounts.find(({ account: name }) => name === sim.account);
  const given = seedSimSchema.parse(record).packages;
  const packages = given.map((entry) => toPackage(account, sim.iccid, entry, now));
  for (const { packageId } of state.packages.find(sim.iccid)) state.packages.remove(packageId);
  state.sims.put(sim);
  for (const entry of packages) state.packages.put(entry);
}

function toPackage(
  account: PondAccount | undefined,
  iccid: string,
  entry: z.infer<typeof seedPackageSchema>,
  nowSeconds: number,
): PondPackage {
  const type = account === undefined ? undefined : packageTypeOf(account, entry.packageTypeId);
  if (type === undefined) throw new Error(`The account has no package type ${entry.packageTypeId}.`);
  const plain = inStatus(newPackage(iccid, type, nowSeconds), entry.status, nowSeconds);
  return pondPackageSchema.parse({ ...plain, ...entry, simIccid: iccid });
}

import type { Integration } from '../../domain/integration.ts';
import type { SimulatorName } from '../simulator-program.ts';
import type { DemonstrationSim } from './fleet.ts';
import type { InstallationSecrets } from './installation-secrets.ts';
import {
  jasperAccount,
  pondAccount,
  revioAccount,
  telegenceAccount,
  thingspaceAccount,
} from './simulator-accounts.ts';
import {
  jasperRecord,
  pondRecord,
  revioRecords,
  telegenceRecord,
  thingspaceRecords,
} from './simulator-records.ts';
import type { DemonstrationTenant } from './tenants.ts';

/** A tenant with all of its SIMs. */
export interface TenantFleet {
  readonly tenant: DemonstrationTenant;
  readonly sims: readonly DemonstrationSim[];
}

interface Seed {
  readonly accounts: readonly object[];
  readonly devices: readonly object[];
}

/** What each simulator starts from, so that it agrees with the database about every SIM. */
export function simulatorSeeds(
  fleets: readonly TenantFleet[],
  secrets: InstallationSecrets,
): Record<SimulatorName, Seed> {
  const seed = (account: typeof jasperAccount, records: Records): Seed => ({
    accounts: fleets.map(({ tenant }) => account(tenant, secrets)),
    devices: fleets.flatMap(({ tenant, sims }) => sims.flatMap((sim) => records(tenant, sim))),
  });
  return {
    jasper: seed(
      jasperAccount,
      of('JASPER', (...known) => [jasperRecord(...known)]),
    ),
    thingspace: seed(thingspaceAccount, of('THINGSPACE', thingspaceRecords)),
    pond: seed(
      pondAccount,
      of('POND', (...known) => [pondRecord(...known)]),
    ),
    telegence: seed(
      telegenceAccount,
      of('TELEGENCE', (...known) => [telegenceRecord(...known)]),
    ),
    revio: seed(revioAccount, revioRecords),
  };
}

type Records = (tenant: DemonstrationTenant, sim: DemonstrationSim) => object[];

/** Only the SIMs of one carrier. */
function of(integration: Integration, records: Records): Records {
  return (tenant, sim) => (sim.integration === integration ? records(tenant, sim) : []);
}

import type { DemonstrationSim } from './fleet.ts';
import type { InstallationSecrets } from './installation-secrets.ts';
import { jasperAccount, pondAccount, revioAccount } from './simulator-accounts.ts';
import { jasperRecord, pondRecord, revioRecords } from './simulator-records.ts';
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
): Record<'jasper' | 'pond' | 'revio', Seed> {
  const seed = (
    account: typeof jasperAccount,
    records: (tenant: DemonstrationTenant, sim: DemonstrationSim) => object[],
  ): Seed => ({
    accounts: fleets.map(({ tenant }) => account(tenant, secrets)),
    devices: fleets.flatMap(({ tenant, sims }) => sims.flatMap((sim) => records(tenant, sim))),
  });
  return {
    jasper: seed(jasperAccount, (tenant, sim) =>
      sim.integration === 'JASPER' ? [jasperRecord(tenant, sim)] : [],
    ),
    pond: seed(pondAccount, (tenant, sim) => (sim.integration === 'POND' ? [pondRecord(tenant, sim)] : [])),
    revio: seed(revioAccount, revioRecords),
  };
}

import type pg from 'pg';

/** A package of a SIM, as it was before a change touched it. */
export interface SealedPackage {
  readonly packageId: string;
  readonly packageTypeId: number;
  readonly status: 'NOT_ACTIVE' | 'ACTIVE' | 'TERMINATED';
}

export interface PackageReading {
  readonly deviceChangeId: string;
  readonly packages: readonly SealedPackage[];
}

/**
 * Keeps what the SIMs had before their changes began, and answers with it: the first reading is kept, so that a run that
 * follows one that was cut off knows which packages are the change's own. A retry after a compensated failure begins anew.
 */
export async function sealPackages(
  pool: pg.Pool,
  readings: readonly PackageReading[],
): Promise<Map<string, readonly SealedPackage[]>> {
  const { rows } = await pool.query<{ id: string; packages: readonly SealedPackage[] }>(STATEMENT, [
    readings.map((reading) => reading.deviceChangeId),
    readings.map((reading) => JSON.stringify(reading.packages)),
  ]);
  return new Map(rows.map((row) => [row.id, row.packages]));
}

const STATEMENT = `
with input as (
  select * from unnest($1::uuid[], $2::jsonb[]) as t(id, packages)
), sealed as (
  update device_changes d
  set before = coalesce(d.before, '{}'::jsonb) || jsonb_build_object('packages', i.packages)
  from input i where d.id = i.id and not coalesce(d.before ? 'packages', false)
  returning d.id
)
select d.id, coalesce(d.before->'packages', i.packages) as packages
from input i join device_changes d on d.id = i.id`;

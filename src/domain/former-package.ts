/**
 * The package type that a POND SIM had before a change, from its packages as they were read at the carrier. A text says
 * why there is no single one that could be put back.
 */
export function formerPackageType(packages: unknown): number | string {
  const types = new Set<number>();
  for (const each of Array.isArray(packages) ? (packages as readonly unknown[]) : []) {
    const type = activeType(each);
    if (type !== null) types.add(type);
  }
  const [only, ...others] = types;
  if (only === undefined) return 'The SIM had no active package that could be put back.';
  return others.length === 0 ? only : 'The SIM had several active packages; a plan stands for one.';
}

function activeType(entry: unknown): number | null {
  if (typeof entry !== 'object' || entry === null) return null;
  if (!('status' in entry) || entry.status !== 'ACTIVE' || !('packageTypeId' in entry)) return null;
  return typeof entry.packageTypeId === 'number' ? entry.packageTypeId : null;
}

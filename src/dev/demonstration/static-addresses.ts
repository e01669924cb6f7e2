/** The profile of static addresses at the simulated Telegence, and the name it has on a device. */
export const STATIC_PROFILE = { pdpName: 'demo-static', accessPointName: 'static.demo.example' } as const;

const poolSize = 4_000;
const hostsPerNetwork = 254;

/** One line in twenty has a static address. */
const linesPerAddress = 20;

/** The tenant's pool: some of its addresses belong to lines, the others are free. */
export function staticPool(firstLine: number): string[] {
  return Array.from({ length: poolSize }, (_, place) => addressAt(firstLine, place));
}

export function isInStaticUse(line: number): boolean {
  return line % linesPerAddress === 0;
}

/** The address of a line that has one. */
export function staticAddress(line: number): string {
  const place = line % tenantLines;
  return addressAt(line - place, place / linesPerAddress);
}

/** Each tenant's SIMs begin at a multiple of it, so that its pool follows from any of them; see tenants.ts. */
const tenantLines = 100_000;

/** Of a private network, one for each tenant. */
function addressAt(firstLine: number, place: number): string {
  const network = 50 + Math.floor(firstLine / tenantLines);
  return `10.${String(network)}.${String(Math.floor(place / hostsPerNetwork))}.${String((place % hostsPerNetwork) + 1)}`;
}

import { DEVICE_STATUSES, type DeviceStatus } from '../../domain/device-status.ts';
import type { Integration } from '../../domain/integration.ts';
import { CARRIER_PLANS, type DemonstrationPlan } from './carrier-plans.ts';
import { COMMUNICATION_PLANS, CUSTOMER_RATE_PLANS, CUSTOMER_RATE_POOLS } from './catalogue.ts';
import { demonstrationId } from './demonstration-id.ts';
import { inventNumbers, type InventedNumbers } from './invented-numbers.ts';
import { lineNumbers } from './line-numbers.ts';
import type { DemonstrationCustomer, DemonstrationTenant, FleetSize } from './tenants.ts';

/** A SIM as it stands both in the database and at the simulated carrier. Dates are ISO 8601. */
export interface DemonstrationSim {
  readonly id: string;
  readonly integration: Integration;
  /** What the card and the device carry, whatever the carrier. */
  readonly numbers: InventedNumbers;
  /** The number that the carrier has given it; ten digits at ThingSpace and Telegence, which give none before activation. */
  readonly msisdn: string | null;
  readonly ipAddress: string | null;
  readonly simType: (typeof simTypes)[number];
  readonly status: DeviceStatus;
  readonly archived: boolean;
  readonly plan: DemonstrationPlan | null;
  readonly communicationPlan: string | null;
  readonly usageMb: number;
  readonly activatedAt: string | null;
  readonly statusChangedAt: string;
  readonly customer: DemonstrationCustomer | null;
  readonly customerRatePlan: string | null;
  readonly customerRatePool: string | null;
  /** Its connected line at the billing system; null when it has none. */
  readonly line: BilledLine | null;
}

export interface BilledLine {
  readonly customer: DemonstrationCustomer;
  readonly serviceId: number;
  readonly serviceProductId: number;
}

const simTypes = ['2FF', '4FF', 'MFF2'] as const;

/** The carriers' SIMs lie so far apart that a fleet can grow without moving another. */
const linesPerFleet = 20_000;

const placeOfFleet: Readonly<Record<Integration, number>> = {
  JASPER: 0,
  POND: 1,
  THINGSPACE: 2,
  TELEGENCE: 3,
};

/** Where the billing system's numbering begins. */
const firstServiceId = 1_000_000;
const firstProductId = 3_000_000;

const dayMs = 86_400_000;
const firstActivation = Date.UTC(2025, 0, 6, 9, 0);

/** All SIMs of a tenant at one carrier, always the same ones. */
export function makeFleet(
  tenant: DemonstrationTenant,
  integration: Integration,
): readonly DemonstrationSim[] {
  const firstLine = tenant.firstLine + placeOfFleet[integration] * linesPerFleet;
  return kindsOf(tenant.fleets[integration]).map((kind, place) =>
    makeSim(tenant, integration, kind, firstLine + place),
  );
}

interface Kind {
  readonly status: DeviceStatus;
  readonly archived: boolean;
  readonly billed: boolean;
}

/** One entry for each SIM, in the order of the statuses. */
function kindsOf(size: FleetSize): Kind[] {
  const plain = { archived: false, billed: false };
  const many = (count: number, kind: Kind): Kind[] => Array.from({ length: count }, () => kind);
  return [
    ...many(size.billed, { status: 'active', archived: false, billed: true }),
    ...many(size.active - size.billed, { status: 'active', ...plain }),
    ...DEVICE_STATUSES.filter((status) => status !== 'active').flatMap((status) =>
      many(size[status] ?? 0, { status, ...plain }),
    ),
    ...many(size.archived, { status: 'active', archived: true, billed: false }),
  ];
}

function makeSim(
  tenant: DemonstrationTenant,
  integration: Integration,
  kind: Kind,
  line: number,
): DemonstrationSim {
  const used = kind.status !== 'inventory' && kind.status !== 'pending_activation';
  const activatedAt = used ? new Date(firstActivation + (line % 270) * dayMs).toISOString() : null;
  const plan = hasPlan(integration, kind.status) ? planOf(integration, line) : null;
  const active = kind.status === 'active';
  const customer = customerOf(tenant, kind, line);
  const numbers = inventNumbers(line);
  return {
    id: demonstrationId(`sim ${String(line)}`, line),
    integration,
    numbers,
    ...lineNumbers(integration, kind.status, numbers, line),
    simType: simTypes[line % simTypes.length] ?? '4FF',
    status: kind.status,
    archived: kind.archived,
    plan,
    communicationPlan: integration === 'JASPER' ? COMMUNICATION_PLANS[line % 2 === 0 ? 0 : 1].name : null,
    usageMb: active ? usageOf(plan, line) : 0,
    activatedAt,
    statusChangedAt: activatedAt ?? new Date(firstActivation).toISOString(),
    customer,
    customerRatePlan: active ? CUSTOMER_RATE_PLANS[line % 2 === 0 ? 0 : 1].code : null,
    customerRatePool: active && line % 5 === 0 ? CUSTOMER_RATE_POOLS[0].name : null,
    line:
      kind.billed && customer !== null
        ? { customer, serviceId: firstServiceId + line, serviceProductId: firstProductId + line }
        : null,
  };
}

/** A Jasper SIM has a plan from the beginning; a ThingSpace line loses it when it is deactivated. */
function hasPlan(integration: Integration, status: DeviceStatus): boolean {
  if (integration === 'JASPER') return true;
  if (integration === 'THINGSPACE' && status === 'deactivated') return false;
  return status !== 'inventory' && status !== 'pending_activation';
}

/** The second or third plan of the catalogue: unrestricted, in use, and with room to move up or down. */
function planOf(integration: Integration, line: number): DemonstrationPlan | null {
  const [, second, third] = CARRIER_PLANS[integration];
  return (line % 4 === 0 ? third : second) ?? null;
}

/** Up to nine tenths of the allowance, in steps that look random and are not. */
function usageOf(plan: DemonstrationPlan | null, line: number): number {
  const share = ((line * 7_919) % 900) / 1_000;
  return Math.round((plan?.includedMb ?? 0) * share * 1_000) / 1_000;
}

/** Lines that exist belong to the first customer; of the other active SIMs two in three are somebody's. */
function customerOf(tenant: DemonstrationTenant, kind: Kind, line: number): DemonstrationCustomer | null {
  const [first] = tenant.customers;
  if (kind.billed) return first ?? null;
  const notBilled = tenant.customers.filter(({ revCustomerId }) => revCustomerId === null);
  return kind.status !== 'active' || line % 3 === 0 ? null : (notBilled[line % notBilled.length] ?? null);
}

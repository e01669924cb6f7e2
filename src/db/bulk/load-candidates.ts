import type { RequestedDevice } from '../../domain/change-request.ts';
import { isDeviceStatus } from '../../domain/device-status.ts';
import type { Candidate } from '../submission/judge-rows.ts';
import type { Queryable } from '../transaction.ts';

export interface CandidateQuery {
  readonly tenantId: string;
  readonly serviceProviderId: string;
  readonly devices: readonly RequestedDevice[];
  /** The customer whose Rev lines matter; null when no rule asks for lines. */
  readonly revCustomerIdOf: string | null;
}

const PAGE = 20_000;

/**
 * What the rules need to know of each named device, by identifier. Devices of another tenant or provider are simply
 * not there. A device-tenant row of the caller's tenant is what makes a device its own. Reads pages of 20,000, so that
 * a change of a million devices does not build one statement of 40 MB.
 */
export async function loadCandidates(
  client: Queryable,
  query: CandidateQuery,
): Promise<Map<string, Candidate>> {
  const found = new Map<string, Candidate>();
  for (let from = 0; from < query.devices.length; from += PAGE) {
    const page = query.devices.slice(from, from + PAGE);
    for (const [type, statement] of STATEMENTS) {
      const identifiers = page
        .filter((device) => device.identifierType === type)
        .map((device) => device.identifier);
      if (identifiers.length === 0) continue;
      const { rows } = await client.query<CandidateRow>(statement, [
        query.tenantId,
        query.serviceProviderId,
        identifiers,
        query.revCustomerIdOf,
      ]);
      for (const row of rows) found.set(row.identifier, later(found.get(row.identifier), toCandidate(row)));
    }
  }
  return found;
}

/** Two devices in use with one number: nobody can say which of them is meant. */
function later(earlier: Candidate | undefined, candidate: Candidate): Candidate {
  const isAmbiguous = earlier !== undefined && !earlier.facts.archived && !candidate.facts.archived;
  return isAmbiguous ? { ...candidate, isAmbiguous } : candidate;
}

export interface CandidateRow {
  readonly identifier: string;
  readonly device_id: string;
  readonly archived: boolean;
  readonly status: string;
  readonly imei: string | null;
  readonly sim_type: string | null;
  readonly carrier_rate_plan: string | null;
  readonly communication_plan: string | null;
  readonly last_activated_at: Date | null;
  readonly customer_id: string | null;
  readonly site_id: string | null;
  readonly account_number: string | null;
  readonly customer_rate_plan_id: string | null;
  readonly customer_rate_pool_id: string | null;
  readonly data_allocation_mb: string | null;
  readonly connected_at_customer: boolean;
  readonly active_elsewhere: boolean;
}

export function toCandidate(row: CandidateRow): Candidate {
  if (!isDeviceStatus(row.status))
    throw new Error(`Device ${row.device_id} has the unknown status ${row.status}.`);
  return {
    deviceId: row.device_id,
    facts: {
      archived: row.archived,
      status: row.status,
      imei: row.imei,
      simType: row.sim_type,
      carrierRatePlan: row.carrier_rate_plan,
      communicationPlan: row.communication_plan,
      lastActivatedAt: row.last_activated_at,
      customerId: row.customer_id,
      siteId: row.site_id,
      accountNumber: row.account_number,
      customerRatePlanId: row.customer_rate_plan_id,
      customerRatePoolId: row.customer_rate_pool_id,
      dataAllocationMb: row.data_allocation_mb === null ? null : Number(row.data_allocation_mb),
      connectedAtCustomer: row.connected_at_customer,
      activeElsewhere: row.active_elsewhere,
    },
  };
}

/** The columns of the facts and their joins, shared with the statement that claims a device when its turn comes. */
export const FACT_COLUMNS = `
  dv.id as device_id, dv.archived_at is not null as archived, dv.status, dv.imei, dv.sim_type,
  crp.code as carrier_rate_plan, cp.name as communication_plan, dv.last_activated_at,
  dt.customer_id, dt.site_id, dt.account_number, dt.customer_rate_plan_id, dt.customer_rate_pool_id,
  dt.data_allocation_mb`;

export const FACT_JOINS = `
  join device_tenants dt on dt.tenant_id = dv.tenant_id and dt.device_id = dv.id
  left join carrier_rate_plans crp on crp.id = dv.carrier_rate_plan_id
  left join communication_plans cp on cp.id = dv.communication_plan_id`;

/** Whether the device (dv) has a connected line with active products at the customer, or at another one. */
export function lineFacts(customer: string): string {
  return `
  exists (${connectedLine(`s.customer_id = ${customer}`)}) as connected_at_customer,
  exists (${connectedLine(`s.customer_id <> ${customer}`)}) as active_elsewhere`;
}

function connectedLine(where: string): string {
  return `select 1 from rev_services s
    join rev_service_products p on p.tenant_id = s.tenant_id and p.rev_service_id = s.id and p.status = 'ACTIVE'
    where s.tenant_id = dv.tenant_id and s.device_id = dv.id and s.disconnected_at is null and ${where}`;
}

function statement(key: 'iccid' | 'msisdn'): string {
  return `
select dv.${key} as identifier, ${FACT_COLUMNS}, ${lineFacts('$4::uuid')}
from devices dv ${FACT_JOINS}
where dv.tenant_id = $1::uuid and dv.service_provider_id = $2::uuid and dv.${key} = any($3::text[])`;
}

/** A number outlives its SIM: of the devices that had it, the last row is the one that counts, and archived ones come first. */
const LATEST_LAST = ' order by dv.archived_at nulls last, dv.created_at, dv.id';

const STATEMENTS = [
  ['ICCID', statement('iccid')],
  ['MSISDN', statement('msisdn') + LATEST_LAST],
] as const;

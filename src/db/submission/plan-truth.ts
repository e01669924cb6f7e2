import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import type { ChangeOrder } from '../../domain/change-order.ts';
import type { IdentifierType } from '../../domain/device-identifier.ts';
import { judgeDevice } from '../../domain/device-rules.ts';
import type { Integration } from '../../domain/integration.ts';
import type { Database } from '../client.ts';
import { findCandidates } from './find-candidates.ts';
import type { Candidate } from './judge-rows.ts';
import { revCustomerOf } from './submit-bulk-change.ts';

const PAGE = 20_000;

/**
 * How many devices of a change that still wait are no longer as its plan found them: what would be done to them is not
 * what the plan says. They are judged again by the same rules, page by page.
 */
export async function countUntrueRows(
  { pool, prisma }: Database,
  tenantId: string,
  bulkChangeId: string,
): Promise<number> {
  const change = await prisma.bulkChange.findUniqueOrThrow({
    where: { tenantId_id: { tenantId, id: bulkChangeId } },
    select: { integration: true, serviceProviderId: true, order: true },
  });
  const plan: Plan = {
    tenantId,
    serviceProviderId: change.serviceProviderId,
    integration: change.integration as Integration,
    order: change.order as unknown as ChangeOrder,
  };
  let untrue = 0;
  for (let after = 0; ;) {
    const { rows } = await pool.query<WaitingRow>(WAITING_ROWS, [tenantId, bulkChangeId, after, PAGE]);
    untrue += await countUntrue(pool, plan, rows);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return untrue;
    after = last.row_number;
  }
}

interface Plan {
  readonly tenantId: string;
  readonly serviceProviderId: string;
  readonly integration: Integration;
  readonly order: ChangeOrder;
}

interface WaitingRow {
  readonly row_number: number;
  readonly identifier: string;
  readonly identifier_type: IdentifierType;
  readonly device_id: string | null;
  readonly own_order: ChangeOrder | null;
  readonly imei: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

const WAITING_ROWS = `
select row_number, identifier, identifier_type, device_id, "order" as own_order, overrides->>'imei' as imei, before, after
from device_changes
where tenant_id = $1::uuid and bulk_change_id = $2::uuid and status = 'PENDING' and row_number > $3
order by row_number limit $4`;

/** Rows that ask for the lines of the same customer are looked up together. */
async function countUntrue(pool: pg.Pool, plan: Plan, rows: readonly WaitingRow[]): Promise<number> {
  const customers = new Set(rows.map((row) => revCustomerOf(row.own_order ?? plan.order)));
  let untrue = 0;
  for (const revCustomerIdOf of customers) {
    const group = rows.filter((row) => revCustomerOf(row.own_order ?? plan.order) === revCustomerIdOf);
    const candidates = await findCandidates(pool, plan.integration, {
      tenantId: plan.tenantId,
      serviceProviderId: plan.serviceProviderId,
      devices: group.map((row) => ({ identifier: row.identifier, identifierType: row.identifier_type })),
      revCustomerIdOf,
    });
    untrue += group.filter((row) => !isTrue(plan, row, candidates.get(row.identifier))).length;
  }
  return untrue;
}

function isTrue({ integration, order }: Plan, row: WaitingRow, candidate: Candidate | undefined): boolean {
  if (candidate === undefined || candidate.isAmbiguous === true) return false;
  if (candidate.deviceId !== row.device_id) return false;
  const facts = row.imei === null ? candidate.facts : { ...candidate.facts, imei: row.imei };
  const verdict = judgeDevice(integration, row.own_order ?? order, facts);
  return (
    verdict.ok && isDeepStrictEqual(verdict.before, row.before) && isDeepStrictEqual(verdict.after, row.after)
  );
}

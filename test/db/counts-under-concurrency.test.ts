import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyCustomerRatePlan } from '../../src/db/bulk/apply-customer-rate-plan.ts';
import { cancelPendingRows, closeBulkChange } from '../../src/db/bulk/bulk-change-life.ts';
import { claimDeviceChanges } from '../../src/db/bulk/claim-device-changes.ts';
import { recordOutcomes, type Outcome } from '../../src/db/bulk/record-outcomes.ts';
import { at, openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { customerPlanOrder } from './orders.ts';
import { expectCountsOfRows, statusesOf, storeChange } from './stored-change.ts';
import { storeEndpoint } from './webhook-scene.ts';

let db: FleetDatabase;
let fleet: SeededFleet;

beforeAll(async () => {
  db = await openFleetDatabase(12);
  fleet = await db.newFleet({ jasperDevices: 12 });
  // Whoever listens makes every failure and every closing write more.
  await storeEndpoint(db.database, fleet.tenantId);
});

afterAll(() => db.close());

const ROWS = 12;

/** One call of a worker: what it does, to which rows, counted over both changes. */
interface Call {
  readonly kind: 'claim' | 'process' | 'fail' | 'apply' | 'cancel' | 'close';
  readonly places: readonly number[];
}

const calls: fc.Arbitrary<Call> = fc.record({
  kind: fc.constantFrom('claim', 'claim', 'process', 'process', 'fail', 'apply', 'cancel', 'close'),
  places: fc.uniqueArray(fc.nat({ max: 2 * ROWS - 1 }), { minLength: 1, maxLength: 2 * ROWS }),
});

function outcome(deviceChangeId: string, failed: boolean): Outcome {
  return {
    deviceChangeId,
    status: failed ? 'ERROR' : 'PROCESSED',
    errorClass: failed ? 'TRANSIENT' : null,
    errorCode: failed ? 'carrier.timeout' : null,
    errorMessage: failed ? 'No answer.' : null,
    observed: {},
    description: 'Update Device',
  };
}

async function make(call: Call, changes: readonly string[], rows: readonly string[]): Promise<unknown> {
  const { pool } = db.database;
  const ids = call.places.map((place) => at(rows, place));
  const change = at(changes, (call.places[0] ?? 0) % 2);
  switch (call.kind) {
    case 'claim':
      return claimDeviceChanges(
        pool,
        ids.map((deviceChangeId) => ({ deviceChangeId, counts: true })),
      );
    case 'process':
      return recordOutcomes(
        pool,
        ids.map((id) => outcome(id, false)),
      );
    case 'fail':
      return recordOutcomes(
        pool,
        ids.map((id) => outcome(id, true)),
      );
    case 'apply':
      return applyCustomerRatePlan(pool, ids, 'Update Device');
    case 'cancel':
      return cancelPendingRows(pool, change);
    case 'close':
      return closeBulkChange(pool, change);
  }
}

it('counts and rows never disagree, whatever runs at once over two changes, and nothing deadlocks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(calls, { minLength: 2, maxLength: 10 }), async (together) => {
      const rows = fleet.jasperDevices.map((device) => ({ device }));
      const order = customerPlanOrder({ dataAllocationMb: 5 });
      const one = await storeChange(db.database, { fleet, order, rows });
      const two = await storeChange(db.database, { fleet, order, rows });
      const changes = [one.id, two.id];
      await Promise.all(together.map((call) => make(call, changes, [...one.rows, ...two.rows])));
      for (const id of changes) await expectCountsOfRows(db.database, id);
    }),
    { numRuns: 60, endOnFailure: true },
  );
});

it('of many reports about one device exactly one becomes its outcome', async () => {
  const { id, rows } = await storeChange(db.database, {
    fleet,
    order: customerPlanOrder({ dataAllocationMb: 5 }),
    rows: [{ device: at(fleet.jasperDevices, 0), status: 'PROCESSING' }],
  });
  const recorded = await Promise.all(
    Array.from({ length: 10 }, (_, place) =>
      recordOutcomes(db.database.pool, [outcome(at(rows, 0), place % 2 === 0)]),
    ),
  );
  expect(recorded.reduce((sum, count) => sum + count, 0)).toBe(1);
  expect(await db.database.prisma.logEntry.count({ where: { bulkChangeId: id } })).toBe(1);
  expect(['PROCESSED', 'ERROR']).toContain((await statusesOf(db.database, id))[0]);
});

it('a count that would go wrong is refused by the database', async () => {
  const { id } = await storeChange(db.database, {
    fleet,
    order: customerPlanOrder({ dataAllocationMb: 5 }),
    rows: [{ device: null }],
  });
  const { prisma } = db.database;
  await expect(
    prisma.bulkChange.update({ where: { id }, data: { pending: -1, processed: 2 } }),
  ).rejects.toThrow('bulk_changes_counts_check');
  await expect(prisma.bulkChange.update({ where: { id }, data: { processed: 1 } })).rejects.toThrow(
    'bulk_changes_total_check',
  );
});

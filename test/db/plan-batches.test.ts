import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadBatch, planBatches } from '../../src/db/bulk/plan-batches.ts';
import { DEVICE_CHANGE_STATUSES } from '../../src/domain/device-change-status.ts';
import { openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { statusOrder } from './orders.ts';
import { storeChange } from './stored-change.ts';

let db: FleetDatabase;
let fleet: SeededFleet;

beforeAll(async () => {
  db = await openFleetDatabase();
  fleet = await db.newFleet();
});

afterAll(() => db.close());

/** Every row that is open, whatever its wave. */
const ALL = { lastRow: 1_000, now: new Date(), onlyPending: false };

const statuses = fc.array(fc.constantFrom(...DEVICE_CHANGE_STATUSES), { maxLength: 60 });

it('covers exactly the rows without an outcome, each once, in order, no batch larger than asked', async () => {
  await fc.assert(
    fc.asyncProperty(statuses, fc.integer({ min: 1, max: 12 }), async (rowStatuses, batchSize) => {
      const rows = rowStatuses.map((status) => ({ device: null, status }));
      const change = await storeChange(db.database, { fleet, order: statusOrder('suspended'), rows });
      const open = change.rows.filter((_, place) =>
        ['PENDING', 'PROCESSING', 'AWAITING_CONFIRMATION'].includes(rowStatuses[place] ?? ''),
      );
      const ranges = await planBatches(db.database.pool, change.id, { ...ALL, batchSize });
      expect(ranges).toHaveLength(Math.ceil(open.length / batchSize));
      const batches = await Promise.all(
        ranges.map((range) => loadBatch(db.database.pool, change.id, range, ALL)),
      );
      for (const batch of batches) expect(batch.length).toBeLessThanOrEqual(batchSize);
      expect(batches.flat().map((device) => device.deviceChangeId)).toEqual(open);
      for (const [place, range] of ranges.entries()) {
        expect(range.firstRow).toBeLessThanOrEqual(range.lastRow);
        expect(range.firstRow).toBeGreaterThan(ranges[place - 1]?.lastRow ?? 0);
      }
    }),
    { numRuns: 40 },
  );
});

it('holds its ranges as plain numbers, since they become part of workflow ids', async () => {
  const rows = Array.from({ length: 3 }, () => ({ device: null }));
  const change = await storeChange(db.database, { fleet, order: statusOrder('suspended'), rows });
  expect(await planBatches(db.database.pool, change.id, { ...ALL, batchSize: 2 })).toEqual([
    { firstRow: 1, lastRow: 2 },
    { firstRow: 3, lastRow: 3 },
  ]);
});

it('never loads the rows of another change', async () => {
  const change = () =>
    storeChange(db.database, { fleet, order: statusOrder('suspended'), rows: [{ device: null }] });
  const [one, two] = [await change(), await change()];
  const batch = await loadBatch(db.database.pool, one.id, { firstRow: 1, lastRow: 1_000 }, ALL);
  expect(batch.map((device) => device.deviceChangeId)).toEqual(one.rows);
  expect(batch.map((device) => device.deviceChangeId)).not.toEqual(two.rows);
});

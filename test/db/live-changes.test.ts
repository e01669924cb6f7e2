import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { claimDeviceChanges } from '../../src/db/bulk/claim-device-changes.ts';
import { readLiveChanges } from '../../src/db/live-changes.ts';
import { at, openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { customerPlanOrder } from './orders.ts';
import { storeChange, type StoredChange } from './stored-change.ts';

let db: FleetDatabase;
let fleet: SeededFleet;
let change: StoredChange;

beforeAll(async () => {
  db = await openFleetDatabase(12);
});
afterAll(() => db.close());

beforeEach(async () => {
  fleet = await db.newFleet({ jasperDevices: 12 });
  change = await storeChange(db.database, {
    fleet,
    order: customerPlanOrder({}),
    rows: fleet.jasperDevices.map((device) => ({ device })),
  });
});

async function live() {
  const rows = await readLiveChanges(db.database, [{ tenantId: fleet.tenantId, id: change.id }]);
  return at(rows, 0);
}

test.each([
  ['status', `status = 'PAUSED'`],
  ['counts', 'pending = pending - 1, error = error + 1'],
  ['date', 'effective_at = now()'],
  ['wave', 'wave = 1'],
  ['reason', `pause_reason = 'A reason.'`],
  ['hold', `held_by = 'wave_gate'`],
  ['start', 'started_at = now()'],
  ['end', 'finished_at = now()'],
])('the revision moves by one with the %s', async (_what, assignments) => {
  const { revision } = await live();
  await db.database.pool.query(`update bulk_changes set ${assignments} where id = $1`, [change.id]);
  expect((await live()).revision).toBe(revision + 1n);
});

test('the revision stays where nothing moves that listeners are told of', async () => {
  const { revision } = await live();
  await db.database.pool.query(
    `update bulk_changes set start_requested_at = now(), workflow_run_id = 'run', status = status where id = $1`,
    [change.id],
  );
  expect((await live()).revision).toBe(revision);
});

test('statements at the same time each move the revision, and none is lost', async () => {
  const { revision } = await live();
  await Promise.all(
    change.rows.map((deviceChangeId) =>
      claimDeviceChanges(db.database.pool, [{ deviceChangeId, counts: true }]),
    ),
  );
  const after = await live();
  expect(after).toMatchObject({ pending: 0, processing: 12 });
  expect(after.revision).toBe(revision + 12n);
});

test('many changes are read together, and only those of their tenant', async () => {
  const other = await db.newFleet({ jasperDevices: 1 });
  const rows = await readLiveChanges(db.database, [
    { tenantId: fleet.tenantId, id: change.id },
    { tenantId: other.tenantId, id: change.id },
  ]);
  expect(rows.map(({ id }) => id)).toEqual([change.id]);
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { correctDeviceChange } from '../../src/db/submission/correct-device-change.ts';
import { retryReturnedRows } from '../../src/db/submission/retry-file/retry-returned-rows.ts';
import { at, openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { statusOrder } from './orders.ts';
import { expectCountsOfRows, storeChange, type StoredChange } from './stored-change.ts';

let db: FleetDatabase;
let fleet: SeededFleet;
let change: StoredChange;

beforeAll(async () => {
  db = await openFleetDatabase();
});

beforeEach(async () => {
  fleet = await db.newFleet({ jasperDevices: 2 });
  change = await storeChange(db.database, {
    fleet,
    order: statusOrder('suspended'),
    rows: [
      { device: null, status: 'ERROR', errorCode: 'device.not_found' },
      { device: null, status: 'ERROR', errorCode: 'device.not_found' },
    ],
    status: 'ERROR',
  });
});

afterAll(() => db.close());

const deps = () => ({ database: db.database, now: () => new Date('2026-11-30T12:00:00Z') });
const who = () => ({ tenantId: fleet.tenantId, actor: 'ann', requestId: 'r-1' });
const named = () => ({ identifier: at(fleet.jasperDevices, 0).iccid, identifierType: 'ICCID' as const });

/** Corrects the row at this place to the fleet's first device. */
function correct(place: number, reprocess = true) {
  return correctDeviceChange(deps(), who(), {
    bulkChangeId: change.id,
    deviceChangeId: at(change.rows, place),
    device: named(),
    correction: {},
    change: null,
    reprocess,
  });
}

/** The same, by a file. */
function sendBack(place: number) {
  const row = { row: 2, deviceChangeId: at(change.rows, place), device: named() };
  return retryReturnedRows(deps(), who(), [[row]], 'errors.csv');
}

/** Starts all of them while somebody holds the change, and lets it go once each has judged its row and waits. */
async function atOnce<Result>(...begin: readonly (() => Promise<Result>)[]): Promise<Result[]> {
  const holder = await db.database.pool.connect();
  try {
    await holder.query('begin');
    await holder.query('select 1 from bulk_changes where id = $1::uuid for update', [change.id]);
    const results = begin.map((each) => each());
    await expect.poll(waiting, { timeout: 20_000 }).toBe(begin.length);
    await holder.query('commit');
    return await Promise.all(results);
  } finally {
    holder.release();
  }
}

async function waiting(): Promise<number | undefined> {
  const { rows } = await db.database.pool.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]?.count;
}

/** How many rows of the change name the device. */
function rowsOfDevice(): Promise<number> {
  const deviceId = at(fleet.jasperDevices, 0).id;
  return db.database.prisma.deviceChange.count({ where: { bulkChangeId: change.id, deviceId } });
}

describe('a device that two rows are corrected to at the same moment has one row', () => {
  it.each([true, false])('by two corrections, tried at once: %s', async (reprocess) => {
    const results = await atOnce(
      () => correct(0, reprocess),
      () => correct(1, reprocess),
    );
    expect(results).toContainEqual({ outcome: 'done' });
    expect(results).toContainEqual({
      outcome: 'device_fault',
      code: 'device.duplicate',
      message: 'The device stands in this change already.',
    });
    expect(await rowsOfDevice()).toBe(1);
    await expectCountsOfRows(db.database, change.id);
  });

  it('by two files', async () => {
    const results = await atOnce(
      () => sendBack(0),
      () => sendBack(1),
    );
    expect(results).toContainEqual(expect.objectContaining({ outcome: 'done', retried: 1 }));
    const fault = expect.objectContaining({ row: 2, column: 'iccid', code: 'device.duplicate' }) as unknown;
    expect(results).toContainEqual({ outcome: 'refused', faults: [fault] });
    expect(await rowsOfDevice()).toBe(1);
    await expectCountsOfRows(db.database, change.id);
  });

  it('by a correction and a file', async () => {
    const results = await atOnce<{ readonly outcome: string }>(
      () => correct(0),
      () => sendBack(1),
    );
    expect(results.filter(({ outcome }) => outcome === 'done')).toHaveLength(1);
    expect(await rowsOfDevice()).toBe(1);
    await expectCountsOfRows(db.database, change.id);
  });
});

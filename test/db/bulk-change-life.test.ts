import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  cancelPendingRows,
  closeBulkChange,
  markBulkChange,
  readTally,
} from '../../src/db/bulk/bulk-change-life.ts';
import { findLaneOwner } from '../../src/db/bulk/find-lane-owner.ts';
import type { BulkChangeStatus } from '../../src/domain/bulk-change-status.ts';
import type { DeviceChangeStatus } from '../../src/domain/device-change-status.ts';
import { tallyOf } from '../../src/domain/tally.ts';
import { at, openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { statusOrder } from './orders.ts';
import { expectCountsOfRows, statusesOf, storeChange } from './stored-change.ts';

let db: FleetDatabase;
let fleet: SeededFleet;

beforeAll(async () => {
  db = await openFleetDatabase();
  fleet = await db.newFleet({ jasperDevices: 2 });
});

afterAll(() => db.close());

const missing = '00000000-0000-7000-8000-000000000000';
const changeOf = (id: string) => db.database.prisma.bulkChange.findUniqueOrThrow({ where: { id } });

function stored(statuses: readonly DeviceChangeStatus[], status?: BulkChangeStatus) {
  const rows = statuses.map((each) => ({ device: null, status: each }));
  return storeChange(db.database, {
    fleet,
    order: statusOrder('suspended'),
    rows,
    ...(status === undefined ? {} : { status }),
  });
}

describe('closing a change', () => {
  it.each<[DeviceChangeStatus[], BulkChangeStatus]>([
    [['PROCESSED', 'PROCESSED'], 'PROCESSED'],
    [['PROCESSED', 'ERROR'], 'ERROR'],
    [['PROCESSED', 'UNKNOWN'], 'ERROR'],
    [['PROCESSED', 'CANCELED'], 'CANCELED'],
  ])('with rows %j ends it %s and leaves the rows as they are', async (statuses, status) => {
    const { id } = await stored(statuses);
    expect(await closeBulkChange(db.database.pool, id)).toEqual({
      closed: true,
      status,
      tally: tallyOf(statuses),
    });
    const change = await changeOf(id);
    expect(change.status).toBe(status);
    expect(change.finishedAt).toBeInstanceOf(Date);
    expect(await statusesOf(db.database, id)).toEqual(statuses);
  });

  it.each<DeviceChangeStatus>(['PENDING', 'PROCESSING', 'AWAITING_CONFIRMATION'])(
    'does not happen while a row is %s',
    async (open) => {
      const { id } = await stored(['PROCESSED', open]);
      expect(await closeBulkChange(db.database.pool, id)).toMatchObject({
        closed: false,
        status: 'PROCESSING',
      });
      expect(await changeOf(id)).toMatchObject({ status: 'PROCESSING', finishedAt: null });
    },
  );

  it('may be asked for again', async () => {
    const { id } = await stored(['PROCESSED']);
    await closeBulkChange(db.database.pool, id);
    expect(await closeBulkChange(db.database.pool, id)).toMatchObject({ closed: true, status: 'PROCESSED' });
  });

  it('of an unknown change is an error and leaves the connection usable', async () => {
    await expect(closeBulkChange(db.database.pool, missing)).rejects.toThrow('does not exist');
    await expect(readTally(db.database.pool, missing)).rejects.toThrow('does not exist');
    const open = await Promise.all(
      Array.from({ length: 10 }, () => closeBulkChange(db.database.pool, missing).catch(() => 'refused')),
    );
    expect(new Set(open)).toEqual(new Set(['refused']));
    const { rows } = await db.database.pool.query<{ state: number }>('select 1 as state');
    expect(rows).toEqual([{ state: 1 }]);
  });
});

describe('cancelling the rest of a change', () => {
  it('ends exactly the rows that had no turn', async () => {
    const { id } = await stored([
      'PENDING',
      'PROCESSING',
      'PROCESSED',
      'PENDING',
      'ERROR',
      'UNKNOWN',
      'AWAITING_CONFIRMATION',
    ]);
    expect(await cancelPendingRows(db.database.pool, id)).toBe(2);
    expect(await statusesOf(db.database, id)).toEqual([
      'CANCELED',
      'PROCESSING',
      'PROCESSED',
      'CANCELED',
      'ERROR',
      'UNKNOWN',
      'AWAITING_CONFIRMATION',
    ]);
    await expectCountsOfRows(db.database, id);
    expect(await cancelPendingRows(db.database.pool, id)).toBe(0);
  });

  it('leaves other changes alone', async () => {
    const [one, two] = [await stored(['PENDING']), await stored(['PENDING'])];
    await cancelPendingRows(db.database.pool, one.id);
    expect(await statusesOf(db.database, two.id)).toEqual(['PENDING']);
    await expectCountsOfRows(db.database, two.id);
  });
});

describe('marking a change', () => {
  it('writes the run, and the start once the first device may go', async () => {
    const { id } = await stored(['PENDING'], 'PENDING');
    await markBulkChange(db.database.pool, { bulkChangeId: id, status: 'SCHEDULED', runId: 'run-1' });
    expect(await changeOf(id)).toMatchObject({
      status: 'SCHEDULED',
      workflowRunId: 'run-1',
      startedAt: null,
    });
    await markBulkChange(db.database.pool, { bulkChangeId: id, status: 'PROCESSING', runId: 'run-1' });
    const { startedAt } = await changeOf(id);
    expect(startedAt).toBeInstanceOf(Date);
    await markBulkChange(db.database.pool, { bulkChangeId: id, status: 'PROCESSING', runId: 'run-2' });
    expect(await changeOf(id)).toMatchObject({ startedAt, workflowRunId: 'run-2', finishedAt: null });
  });
});

describe('the lane of a device', () => {
  it('belongs to the change that works on it, then to the one submitted first', async () => {
    const device = at(fleet.jasperDevices, 0);
    const order = statusOrder('suspended');
    const change = (status: 'PENDING' | 'PROCESSING') =>
      storeChange(db.database, { fleet, order, status: 'PROCESSING', rows: [{ device, status }] });
    const first = await change('PENDING');
    const second = await change('PENDING');
    const owner = (of: { readonly rows: readonly string[] }) =>
      findLaneOwner(db.database.pool, at(of.rows, 0));
    expect(await owner(first)).toBeNull();
    expect(await owner(second)).toBe(first.id);

    const third = await change('PROCESSING');
    expect(await owner(first)).toBe(third.id);
    expect(await owner(second)).not.toBeNull();
    // It has begun, so it waits for nobody that has not: no two wait for each other.
    expect(await owner(third)).toBeNull();
  });

  it('is not held for a row whose day has not come, nor for a change that begins nothing now', async () => {
    const { prisma } = db.database;
    const own = await db.newFleet({ jasperDevices: 2 });
    const { jasperDevices } = own;
    const change = (device = at(jasperDevices, 0)) =>
      storeChange(db.database, { fleet: own, order: statusOrder('suspended'), rows: [{ device }] });
    const dated = await change();
    const held = await change(at(jasperDevices, 1));
    const tomorrow = new Date(Date.now() + 86_400_000);
    const ahead = { where: { id: at(dated.rows, 0) }, data: { effectiveAt: tomorrow } };
    await prisma.deviceChange.update(ahead);
    await prisma.bulkChange.update({ where: { id: held.id }, data: { heldBy: 'maintenance_window' } });
    const owner = async ({ rows }: { readonly rows: readonly string[] }) =>
      findLaneOwner(db.database.pool, at(rows, 0));

    const second = await change();
    expect(await owner(second)).toBeNull();
    expect(await owner(await change(at(jasperDevices, 1)))).toBeNull();

    await prisma.deviceChange.update({ ...ahead, data: { effectiveAt: new Date() } });
    expect(await owner(second)).toBe(dated.id);
  });
});

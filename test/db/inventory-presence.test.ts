import { afterAll, beforeAll, expect, it } from 'vitest';
import { acknowledgeDrift } from '../../src/db/inventory/acknowledge-drift.ts';
import { beginSync, endSync } from '../../src/db/inventory/sync-life.ts';
import { countUnseen, listUnseen, storeAnswers } from '../../src/db/inventory/unseen-devices.ts';
import { iccid } from '../simulators/running-simulators.ts';
import { listed, startSync, type BegunSync } from './begun-sync.ts';
import { at, openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';

let db: FleetDatabase;

beforeAll(async () => {
  db = await openFleetDatabase();
});

afterAll(() => db.close());

/** A fleet at Jasper whose devices were there long before any sync. */
async function fleetOf(jasperDevices: number): Promise<SeededFleet> {
  const fleet = await db.newFleet({ jasperDevices });
  await db.database.pool.query(
    `update devices set created_at = now() - interval '1 day', updated_at = now() - interval '1 day' where tenant_id = $1`,
    [fleet.tenantId],
  );
  return fleet;
}

const unseenOf = async (sync: BegunSync) =>
  (await listUnseen(db.database, await sync.ask(), { after: null, limit: 10 })).map((device) => device.iccid);
const presenceOf = (deviceId: string) =>
  db.database.prisma.deviceDrift.findMany({
    where: { deviceId, field: 'presence' },
    orderBy: { id: 'asc' },
  });
const end = (syncId: string, status: 'COMPLETED' | 'FAILED') =>
  endSync(db.database, { syncId, status, errorCode: null, errorMessage: null });
const complete = (syncId: string) => end(syncId, 'COMPLETED');

it('counts the devices that the list has not shown, and names them in turn', async () => {
  const fleet = await fleetOf(3);
  const sync = await startSync(db.database, fleet);
  await sync.page([listed(iccid(2))]);

  expect(await countUnseen(db.database, await sync.ask())).toEqual({ toAsk: 2, expected: 3, unseen: 2 });
  expect((await unseenOf(sync)).sort()).toEqual([iccid(1), iccid(3)]);
});

it('judges no list by the devices that a failed sync has found in a wrong account, and asks for them all the same', async () => {
  const fleet = await fleetOf(2);
  const before = await startSync(db.database, fleet);
  await complete(before.id);
  const wrong = await startSync(db.database, fleet);
  await wrong.page([50, 51, 52, 53].map((at) => listed(iccid(at))));
  await end(wrong.id, 'FAILED');

  const again = await startSync(db.database, fleet);
  await again.page([50, 51, 52, 53].map((at) => listed(iccid(at))));

  expect(await countUnseen(db.database, await again.ask())).toEqual({ toAsk: 2, expected: 2, unseen: 2 });
  await end(again.id, 'FAILED');
  const right = await startSync(db.database, fleet);
  await right.page([1, 2].map((at) => listed(iccid(at))));
  expect(await countUnseen(db.database, await right.ask())).toEqual({ toAsk: 4, expected: 2, unseen: 0 });
});

it('judges no list by devices that are known to be missing, until they are seen again', async () => {
  const fleet = await fleetOf(3);
  const [open, noted] = fleet.jasperDevices.map(({ id }) => id);
  const first = await startSync(db.database, fleet);
  const missing = [open, noted].flatMap((id) => id ?? []);
  await storeAnswers(db.database, await first.ask(), { found: [], unread: [], missing });
  await complete(first.id);
  const author = { tenantId: fleet.tenantId, actor: 'ada@example.com', requestId: 'test' };
  await acknowledgeDrift(db.database, author, noted ?? '', ['presence']);

  const second = await startSync(db.database, fleet);
  await second.page([listed(iccid(3))]);
  expect(await countUnseen(db.database, await second.ask())).toEqual({ toAsk: 2, expected: 1, unseen: 0 });
  await second.page([1, 2, 3].map((at) => listed(iccid(at))));
  expect(await countUnseen(db.database, await second.ask())).toEqual({ toAsk: 0, expected: 3, unseen: 0 });
  await complete(second.id);

  const third = await startSync(db.database, fleet);
  expect(await countUnseen(db.database, await third.ask())).toEqual({ toAsk: 3, expected: 3, unseen: 3 });
});

it('does not expect devices that exist only here, are archived, or came while the list was read', async () => {
  const fleet = await fleetOf(4);
  const [gone, archived, imported] = fleet.jasperDevices;
  const sync = await startSync(db.database, fleet);
  const set = (column: string, id?: string) =>
    db.database.pool.query(`update devices set ${column} where id = $1`, [id]);
  await set(`status = 'terminated'`, gone?.id);
  await set('archived_at = now()', archived?.id);
  await set(`created_at = now() + interval '1 minute'`, imported?.id);

  expect(await unseenOf(sync)).toEqual([iccid(4)]);
});

it('calls a device missing that the carrier does not know, and not one that the list had left out', async () => {
  const fleet = await fleetOf(2);
  const sync = await startSync(db.database, fleet);
  const missing = at(fleet.jasperDevices, 0);

  const answers = { found: [listed(iccid(2))], unread: [], missing: [missing.id] };
  expect(await storeAnswers(db.database, await sync.ask(), answers)).toBe(true);

  expect(await presenceOf(missing.id)).toMatchObject([{ believed: 'present', found: 'missing' }]);
  expect(await presenceOf(at(fleet.jasperDevices, 1).id)).toEqual([]);
  expect(await complete(sync.id)).toMatchObject({ seen: 1, drifted: 1, missing: 1 });
});

it('keeps one drift of a device that stays away, and ends it when the device is seen again', async () => {
  const fleet = await fleetOf(1);
  const { id } = at(fleet.jasperDevices, 0);
  for (const drifted of [1, 0]) {
    const sync = await startSync(db.database, fleet);
    await storeAnswers(db.database, await sync.ask(), { found: [], unread: [], missing: [id] });
    expect(await complete(sync.id)).toMatchObject({ drifted, missing: 1 });
  }
  const last = await startSync(db.database, fleet);
  await last.page([listed(iccid(1))]);

  expect(await presenceOf(id)).toMatchObject([{ resolvedBy: 'sync' }]);
  expect(await complete(last.id)).toMatchObject({ missing: 0 });
});

it('does not tell again of a missing device that a person has taken note of', async () => {
  const fleet = await fleetOf(1);
  const { id } = at(fleet.jasperDevices, 0);
  const first = await startSync(db.database, fleet);
  await storeAnswers(db.database, await first.ask(), { found: [], unread: [], missing: [id] });
  await db.database.pool.query(
    `update device_drifts set resolved_at = now(), resolved_by = 'ada@example.com' where device_id = $1`,
    [id],
  );

  const second = await startSync(db.database, fleet);
  await storeAnswers(db.database, await second.ask(), { found: [], unread: [], missing: [id] });

  expect(await presenceOf(id)).toHaveLength(1);
});

it('ends a sync whose run is gone when the next one begins, and stores nothing of it any more', async () => {
  const fleet = await fleetOf(1);
  const lost = await startSync(db.database, fleet);
  const asked = await lost.ask();

  await startSync(db.database, fleet);

  expect(await lost.row()).toMatchObject({ status: 'CANCELED', errorCode: 'inventory.replaced' });
  expect(await storeAnswers(db.database, asked, { found: [], unread: [], missing: [] })).toBe(false);
});

it('begins no sync for the provider of another tenant', async () => {
  const fleet = await fleetOf(0);
  const { tenantId } = await fleetOf(0);
  const beginning = { syncId: fleet.tenantId, tenantId, serviceProviderId: fleet.jasper, startedBy: 'x' };

  expect(await beginSync(db.database, beginning)).toBe(false);
});

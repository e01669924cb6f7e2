import { afterAll, beforeAll, expect, it } from 'vitest';
import { markBulkChange } from '../../src/db/bulk/bulk-change-life.ts';
import { cancelBulkChange } from '../../src/db/submission/act-on-bulk-change.ts';
import { openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { statusOrder } from './orders.ts';
import { statusesOf, storeChange } from './stored-change.ts';

let db: FleetDatabase;
let fleet: SeededFleet;

beforeAll(async () => {
  db = await openFleetDatabase();
  fleet = await db.newFleet();
});

afterAll(() => db.close());

const now = new Date('2026-11-30T12:00:00Z');
const pending = () =>
  storeChange(db.database, {
    fleet,
    order: statusOrder('suspended'),
    rows: [{ device: null }],
    status: 'PENDING',
  });
const changeOf = (id: string) => db.database.prisma.bulkChange.findUniqueOrThrow({ where: { id } });

it('a change whose start is confirmed but that no worker has taken up is left to its run', async () => {
  const { id } = await pending();
  await db.database.prisma.bulkChange.update({ where: { id }, data: { workflowRunId: 'run-1' } });
  const who = { tenantId: fleet.tenantId, actor: 'ann' };
  expect(await cancelBulkChange(db.database, who, id, now)).toEqual({ outcome: 'running' });
  expect(await statusesOf(db.database, id)).toEqual(['PENDING']);
});

it.each(['SCHEDULED', 'PROCESSING'] as const)(
  'a run that comes late does not mark a canceled change %s',
  async (status) => {
    const { id } = await pending();
    await cancelBulkChange(db.database, { tenantId: fleet.tenantId, actor: 'ann' }, id, now);
    await markBulkChange(db.database.pool, { bulkChangeId: id, status, runId: 'late' });
    expect(await changeOf(id)).toMatchObject({ status: 'CANCELED', finishedAt: now });
  },
);

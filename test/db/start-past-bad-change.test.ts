import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startRequestedChanges } from '../../src/activities/start-requested-changes.ts';
import { openFleetDatabase, type FleetDatabase } from './fleet-database.ts';
import { statusOrder } from './orders.ts';
import { storeChange } from './stored-change.ts';

let db: FleetDatabase;

beforeAll(async () => {
  db = await openFleetDatabase();
});

afterAll(() => db.close());

const now = new Date('2026-11-30T12:00:00Z');

it('a change that cannot be started does not hold up those behind it', async () => {
  const fleet = await db.newFleet();
  const wanted = async (secondsAgo: number) => {
    const rows = [{ device: null }];
    const order = statusOrder('suspended');
    const { id } = await storeChange(db.database, { fleet, order, rows, status: 'PENDING' });
    const startRequestedAt = new Date(now.getTime() - secondsAgo * 1_000);
    await db.database.prisma.bulkChange.update({ where: { id }, data: { startRequestedAt } });
    return id;
  };
  const bad = await wanted(60);
  const good = await wanted(30);
  const started: string[] = [];
  const starter = {
    start: (_tenantId: string, id: string) => {
      if (id === bad) return Promise.reject(new Error('summary too long'));
      started.push(id);
      return Promise.resolve();
    },
    restart: () => Promise.resolve(false),
  };

  const relay = () => startRequestedChanges({ database: db.database, clock: { now: () => now }, starter });

  expect(await new MockActivityEnvironment().run(relay)).toBe(1);
  expect(started).toEqual([good]);
});

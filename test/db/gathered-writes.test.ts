import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createGatheredWrites } from '../../src/activities/gathered-writes.ts';
import { createDatabase } from '../../src/db/client.ts';
import { openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { statusOrder } from './orders.ts';
import { expectCountsOfRows, statusesOf, storeChange } from './stored-change.ts';

let db: FleetDatabase;
let fleet: SeededFleet;

beforeAll(async () => {
  db = await openFleetDatabase();
  fleet = await db.newFleet();
});

afterAll(() => db.close());

const change = () =>
  storeChange(db.database, {
    fleet,
    order: statusOrder('suspended'),
    rows: Array.from({ length: 4 }, () => ({ device: null, status: 'PROCESSING' as const })),
  });

function outcome(deviceChangeId: string, errorMessage: string) {
  return {
    deviceChangeId,
    status: 'ERROR' as const,
    errorClass: 'VALIDATION',
    errorCode: 'carrier.rejected',
    errorMessage,
    observed: {},
    description: 'Update Device Status: Jasper Record Outcome',
  };
}

function entry(deviceChangeId: string, errorText: string) {
  return {
    deviceChangeId,
    description: 'Update Device Status: Jasper Set Status',
    requestText: null,
    responseText: null,
    hasErrors: true,
    errorText,
    durationMs: 1,
    attempt: 1,
    at: new Date('2026-11-30T12:00:00Z'),
  };
}

it('an outcome that PostgreSQL refuses fails alone, the others of its statement are recorded', async () => {
  const { id, rows } = await change();
  const { outcomes } = createGatheredWrites(db.database, 0);

  const settled = await Promise.allSettled(
    rows.map((row, index) => outcomes.submit(outcome(row, index === 1 ? 'It said \u0000.' : 'It said no.'))),
  );

  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  expect(settled[1]).toMatchObject({ reason: { code: '22021' } });
  expect(await statusesOf(db.database, id)).toEqual(['ERROR', 'PROCESSING', 'ERROR', 'ERROR']);
  await expectCountsOfRows(db.database, id);
});

it('a log entry that PostgreSQL refuses fails alone, the others are written once', async () => {
  const { id, rows } = await change();
  const { logs } = createGatheredWrites(db.database, 0);

  const settled = await Promise.allSettled(
    rows.map((row, index) => logs.submit(entry(row, index === 2 ? 'bad \u0000' : `said ${String(index)}`))),
  );

  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  const written = await db.database.prisma.logEntry.findMany({ where: { bulkChangeId: id } });
  expect(written.map(({ errorText }) => errorText).sort()).toEqual(['said 0', 'said 1', 'said 3']);
});

it('a database that cannot be reached fails all at once, without a try for each', async () => {
  const away = createDatabase({
    url: 'postgresql://nobody@127.0.0.1:1/none',
    maxConnections: 1,
    applicationName: 'test-away',
  });
  const query = vi.spyOn(away.pool, 'query');
  const { logs } = createGatheredWrites(away, 0);
  const { rows } = await change();

  const settled = await Promise.allSettled(rows.map((row) => logs.submit(entry(row, 'said'))));

  expect(settled.map(({ status }) => status)).toEqual(rows.map(() => 'rejected'));
  expect(query).toHaveBeenCalledTimes(1);
  await away.close();
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertLogEntries, type NewLogEntry } from '../../src/db/bulk/insert-log-entries.ts';
import { listLogEntries } from '../../src/db/log-entries.ts';
import { at, openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { statusOrder } from './orders.ts';
import { storeChange } from './stored-change.ts';

let db: FleetDatabase;
let fleet: SeededFleet;

beforeAll(async () => {
  db = await openFleetDatabase();
  fleet = await db.newFleet();
});

afterAll(() => db.close());

function entry(deviceChangeId: string, description: string, more: Partial<NewLogEntry> = {}): NewLogEntry {
  return {
    deviceChangeId,
    description,
    requestText: null,
    responseText: null,
    hasErrors: false,
    errorText: null,
    durationMs: null,
    attempt: 1,
    at: new Date('2026-11-30T12:00:00Z'),
    ...more,
  };
}

const change = (rows = 2) =>
  storeChange(db.database, {
    fleet,
    order: statusOrder('suspended'),
    rows: Array.from({ length: rows }, () => ({ device: null })),
  });

const list = (bulkChangeId: string, after?: string, limit = 500) =>
  listLogEntries(db.database, fleet.tenantId, { bulkChangeId }, { limit, after });

it('keeps the order in which the entries were handed over, over one and over many statements', async () => {
  const { id, rows } = await change(3);
  const texts: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    const entries = Array.from({ length: 60 }, (_, place) => {
      const text = `step ${String(round)}.${String(place)}`;
      texts.push(text);
      return entry(at(rows, (place * 7) % 3), text);
    });
    await insertLogEntries(db.database.pool, entries);
  }
  expect((await list(id)).items.map((item) => item.description)).toEqual(texts);
});

it('keeps everything of an entry: request, answer, error, duration, attempt and instant', async () => {
  const { id, rows } = await change(1);
  const full = {
    requestText: 'PUT /devices/1 {"status":"DEACTIVATED"}',
    responseText: `{"errorMessage":"it's \\"bad\\", ünïcode"}`,
    hasErrors: true,
    errorText: 'carrier.rejected: it failed',
    durationMs: 137,
    attempt: 4,
    at: new Date('2026-11-30T12:00:00.123Z'),
  };
  await insertLogEntries(db.database.pool, [
    entry(at(rows, 0), 'Update Device Status: Jasper Set Status', full),
  ]);
  const { at: createdAt, ...fields } = full;
  expect(await db.database.prisma.logEntry.findMany({ where: { bulkChangeId: id } })).toMatchObject([
    {
      ...fields,
      createdAt,
      tenantId: fleet.tenantId,
      portalType: 'M2M',
      responseStatus: 'ERROR',
      deviceChangeId: at(rows, 0),
    },
  ]);
});

it('files each entry under its own change when several are written together', async () => {
  const [one, two] = [await change(1), await change(1)];
  await insertLogEntries(db.database.pool, [entry(at(one.rows, 0), 'one'), entry(at(two.rows, 0), 'two')]);
  expect((await list(one.id)).items.map((item) => item.description)).toEqual(['one']);
  expect((await list(two.id)).items.map((item) => item.description)).toEqual(['two']);
});

it('is read in pages without losing or repeating an entry, and by nobody else', async () => {
  const { id, rows } = await change(1);
  const texts = Array.from({ length: 25 }, (_, place) => `step ${String(place)}`);
  await insertLogEntries(
    db.database.pool,
    texts.map((text) => entry(at(rows, 0), text)),
  );
  const read: string[] = [];
  for (let after: string | undefined, pages = 0; pages < 5; pages += 1) {
    const page = await list(id, after, 10);
    read.push(...page.items.map((item) => item.description));
    if (page.next === null) break;
    after = page.next;
  }
  expect(read).toEqual(texts);
  const theirs = await db.newFleet();
  const foreign = await listLogEntries(db.database, theirs.tenantId, { bulkChangeId: id }, { limit: 10 });
  expect(foreign.items).toEqual([]);
});

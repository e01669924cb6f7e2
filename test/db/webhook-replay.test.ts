import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { replayWebhookDelivery, replayWebhookEvents } from '../../src/db/webhook-replay.ts';
import {
  loadDueDelivery,
  recordWebhookTry,
  type DueDelivery,
  type Verdict,
} from '../../src/db/webhook-tries.ts';
import { at, openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { statusOrder } from './orders.ts';
import { storeChange } from './stored-change.ts';
import { storeEndpoint } from './webhook-scene.ts';

let db: FleetDatabase;
let fleet: SeededFleet;
let endpointId: string;

beforeAll(async () => {
  db = await openFleetDatabase(4);
});

beforeEach(async () => {
  fleet = await db.newFleet({ jasperDevices: 1 });
  endpointId = await storeEndpoint(db.database, fleet.tenantId);
});

afterAll(() => db.close());

const author = () => ({ tenantId: fleet.tenantId, actor: 'test', requestId: 'request' });
const deliveries = async () =>
  db.database.prisma.webhookDelivery.findMany({ where: { endpointId }, orderBy: { sequence: 'asc' } });
const standings = async () => (await deliveries()).map(({ status, attempts }) => [status, attempts] as const);
const endpoint = () => db.database.prisma.webhookEndpoint.findUniqueOrThrow({ where: { id: endpointId } });

/** Has so many events happen, as a change that is paused and resumed in turn tells them. */
async function happen(count: number): Promise<void> {
  const rows = [{ device: at(fleet.jasperDevices, 0) }];
  const change = { fleet, order: statusOrder('suspended'), status: 'PROCESSING', rows };
  const { id } = await storeChange(db.database, change);
  for (let event = 0; event < count; event += 1) {
    const status = event % 2 === 0 ? 'PAUSED' : 'PROCESSING';
    await db.database.prisma.bulkChange.update({ where: { id }, data: { status } });
  }
}

async function due(): Promise<DueDelivery> {
  const delivery = await loadDueDelivery(db.database, fleet.tenantId, endpointId);
  if (delivery === null) throw new Error('Nothing is due.');
  return delivery;
}

const DELIVERED: Verdict = { status: 'DELIVERED', nextAttemptAt: null, disables: null };
const EXHAUSTED: Verdict = { status: 'FAILED', nextAttemptAt: null, disables: 'exhausted' };
const again = (): Verdict => ({
  status: 'PENDING',
  nextAttemptAt: new Date(Date.now() + 3_600_000),
  disables: null,
});

function record(delivery: DueDelivery, verdict: Verdict): Promise<'recorded' | 'overtaken'> {
  const isTaken = verdict.status === 'DELIVERED';
  const tried = {
    at: new Date(),
    responseStatus: isTaken ? 200 : 500,
    responseText: null,
    error: isTaken ? null : 'It answered 500.',
    durationMs: 1,
  };
  return recordWebhookTry(db.database, { tenantId: fleet.tenantId, endpointId, delivery }, tried, verdict);
}

/** Replays the last event that there is, in the one way or the other. */
const WAYS = [
  {
    way: 'of one event',
    replay: async () => {
      const last = (await deliveries()).at(-1);
      return replayWebhookDelivery(db.database, author(), endpointId, String(last?.id));
    },
  },
  {
    way: 'from some event on',
    replay: async () => {
      const fromSequence = Number((await deliveries()).at(-1)?.sequence);
      return replayWebhookEvents(db.database, author(), endpointId, { fromSequence });
    },
  },
] as const;

describe.each(WAYS)('a replay $way', ({ replay }) => {
  test('uses up no try of an event that waits before it, however often it is asked for', async () => {
    await happen(2);
    await record(await due(), again());
    for (let asked = 0; asked < 3; asked += 1) {
      await replay();
      // What a replay wakes is tried at once.
      await record(await due(), again());
    }
    const [first, ...others] = await standings();
    expect(first).toEqual(['PENDING', 1]);
    for (const other of others) expect(other).toEqual(['PENDING', 0]);
  });

  test('outlives a last try that was under way, and leaves the endpoint enabled', async () => {
    await happen(1);
    await db.database.prisma.webhookDelivery.updateMany({ where: { endpointId }, data: { attempts: 9 } });
    const underWay = await due();
    await replay();
    expect(await record(underWay, EXHAUSTED)).toBe('overtaken');
    expect(await standings()).toEqual([['PENDING', 0]]);
    expect(await endpoint()).toMatchObject({ enabled: true, disabledReason: null });
  });

  test('begins the schedule of its event anew', async () => {
    await happen(1);
    await record(await due(), DELIVERED);
    await replay();
    expect(await standings()).toEqual([['PENDING', 0]]);
  });
});

test('a replay of a delivery that is not there changes nothing', async () => {
  await happen(1);
  await record(await due(), again());
  const before = await endpoint();
  const missing = '00000000-0000-7000-8000-000000000000';
  expect(await replayWebhookDelivery(db.database, author(), endpointId, missing)).toBe(false);
  expect(await endpoint()).toEqual(before);
  expect(await standings()).toEqual([['PENDING', 1]]);
});

import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { listen as listenTo, type EventListener } from '../support/event-listener.ts';
import { createHandTicker } from '../support/hand-ticker.ts';
import { recordStatements } from '../support/statement-log.ts';
import { finish } from './finished-change.ts';
import { idOf, startTestApi, type TestApi } from './test-api.ts';
import { createFleet, suspension, type Fleet } from './test-fleet.ts';

const ticker = createHandTicker();
let api: TestApi;
let fleet: Fleet;
let url: string;
/** Moves changes behind the API's back, as workers do. */
let elsewhere: pg.Client;
let statements: string[];
let id: string;
const listeners: EventListener[] = [];

beforeAll(async () => {
  api = await startTestApi({ ticker });
  statements = recordStatements(api.database.pool);
  fleet = await createFleet(api);
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
  elsewhere = new pg.Client({ connectionString: api.database.pool.options.connectionString });
  await elsewhere.connect();
});
afterAll(async () => {
  await elsewhere.end();
  await api.close();
});

beforeEach(async () => {
  id = idOf(await api.call('operator', 'POST', '/v1/bulk-changes', { body: suspension(fleet) }));
  await move(`status = 'PROCESSING', started_at = '${api.time.now.toISOString()}'`);
});
afterEach(async () => {
  for (const listener of listeners.splice(0)) listener.leave();
  // The next change has the devices and the carrier to itself.
  await elsewhere.query(`update bulk_changes set status = 'CANCELED'; delete from carrier_budgets`);
});

async function listen(headers: Record<string, string> = {}, query = ''): Promise<EventListener> {
  const listener = await listenTo(`${url}/v1/bulk-changes/${id}/events${query}`, {
    authorization: `Bearer ${api.tokens.viewer}`,
    ...headers,
  });
  listeners.push(listener);
  return listener;
}

async function move(assignments: string): Promise<void> {
  await elsewhere.query(`update bulk_changes set ${assignments} where id = $1`, [id]);
}

async function revisionNow(): Promise<number> {
  const { rows } = await elsewhere.query<{ revision: string }>(
    'select revision from bulk_changes where id = $1',
    [id],
  );
  return Number(rows[0]?.revision);
}

const processOne = () => move('pending = pending - 1, processed = processed + 1');

/** How long a test waits before it gives up. */
const PATIENCE = { timeout: 20_000, interval: 10 };

/** Lets second after second pass until it is so. */
async function until(isSo: () => void): Promise<void> {
  await vi.waitFor(() => {
    ticker.tick();
    isSo();
  }, PATIENCE);
}

const idsOf = ({ heard }: EventListener) => heard.map((event) => Number(event.id));
const namesOf = ({ heard }: EventListener) => heard.map(({ name }) => name);

describe('a listener', () => {
  test('first hears the state of the change, as its answer tells it', async () => {
    await processOne();
    const listener = await listen();
    await until(() => expect(listener.heard).toHaveLength(2));
    const { body } = await api.call('viewer', 'GET', `/v1/bulk-changes/${id}`);
    expect(listener.heard[0]).toMatchObject({
      name: 'progress',
      data: { counts: body['counts'], progress: body['progress'] },
    });
    expect(listener.heard[1]).toMatchObject({
      name: 'status',
      data: {
        id,
        status: 'PROCESSING',
        effectiveAt: null,
        wave: null,
        pauseReason: null,
        waitingFor: null,
        startedAt: body['startedAt'],
        finishedAt: null,
      },
    });
  });

  test('hears of progress when counts move, and of the status when that does', async () => {
    const listener = await listen();
    await processOne();
    await until(() => expect(namesOf(listener)).toEqual(['progress', 'status', 'progress']));
    expect(listener.heard[2]?.data).toMatchObject({
      counts: { pending: 2, processed: 1 },
      progress: { percent: 33 },
    });
    await move(`status = 'PAUSED', pause_reason = 'Too many failed.'`);
    await until(() => expect(namesOf(listener).slice(3)).toEqual(['progress', 'status']));
    expect(listener.heard.at(-1)?.data).toMatchObject({ status: 'PAUSED', pauseReason: 'Too many failed.' });
  });

  test('hears what the change waits for, also where that lies outside of it', async () => {
    const listener = await listen();
    await until(() => expect(listener.heard).toHaveLength(2));
    await elsewhere.query(
      `insert into carrier_budgets (service_provider_id, failures, open_until) values ($1, 9, 'infinity'::timestamptz)`,
      [fleet.serviceProviderId],
    );
    try {
      await until(() => expect(listener.heard).toHaveLength(4));
      expect(listener.heard.at(-1)?.data).toMatchObject({ waitingFor: 'carrier_outage' });
      expect(listener.heard[2]?.data).toMatchObject({ progress: { waitingFor: 'carrier_outage' } });
    } finally {
      await elsewhere.query('delete from carrier_budgets');
    }
    await until(() => expect(listener.heard.at(-1)?.data).toMatchObject({ waitingFor: null }));
    const [, ...ids] = idsOf(listener);
    expect(new Set(ids).size).toBe(1);
  });

  test('hears a sequence that only grows, the same for everyone', async () => {
    const [one, other] = await Promise.all([listen(), listen()]);
    for (const count of [3, 4, 5]) {
      await processOne();
      await until(() => expect(one.heard).toHaveLength(count));
    }
    await until(() => expect(other.heard).toHaveLength(5));
    expect(idsOf(one)).toEqual([...idsOf(one)].sort((a, b) => a - b));
    expect(idsOf(other)).toEqual(idsOf(one));
  });

  test('is told at once by headers and a hint how soon to come again', async () => {
    const listener = await listen();
    await until(() => expect(listener.asides).toContain('retry: 3000'));
    expect(listener.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    expect(listener.headers['request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('gets a comment when nothing has happened for fifteen seconds', async () => {
    const listener = await listen();
    await until(() => expect(listener.heard).toHaveLength(2));
    api.time.now = new Date(api.time.now.getTime() + 15_000);
    await until(() => expect(listener.asides.at(-1)).toMatch(/^: /));
    expect(listener.heard).toHaveLength(2);
  });
});

describe('the end', () => {
  test('comes with the final status, and whoever comes back with its number is told to stop', async () => {
    const listener = await listen();
    await until(() => expect(listener.heard).toHaveLength(2));
    await finish(api, id);
    ticker.tick();
    expect(await listener.over).toBe('ended');
    expect(listener.heard.at(-1)).toMatchObject({
      name: 'status',
      data: { status: 'PROCESSED', finishedAt: expect.any(String) as string },
    });
    expect(listener.heard.at(-2)?.data).toMatchObject({
      counts: { processed: 3 },
      progress: { percent: 100 },
    });
    expect((await listen({ 'last-event-id': listener.lastId() })).status).toBe(204);
  });

  test('of a change that ended before is told to whoever has not heard of it', async () => {
    await finish(api, id);
    const listener = await listen({ 'last-event-id': '1' });
    expect(await listener.over).toBe('ended');
    expect(listener.heard.at(-1)).toMatchObject({ name: 'status', data: { status: 'PROCESSED' } });
  });

  test('of a stream comes after five minutes, so that credentials are looked at again', async () => {
    const listener = await listen();
    await until(() => expect(listener.heard).toHaveLength(2));
    api.time.now = new Date(api.time.now.getTime() + 5 * 60_000);
    ticker.tick();
    expect(await listener.over).toBe('ended');
  });

  test('comes in good order when the process closes, which waits for no listener', async () => {
    const closing = await startTestApi({ ticker });
    const ownFleet = await createFleet(closing, 1);
    const change = await closing.call('operator', 'POST', '/v1/bulk-changes', { body: suspension(ownFleet) });
    const address = await closing.app.listen({ host: '127.0.0.1', port: 0 });
    const listener = await listenTo(`${address}/v1/bulk-changes/${idOf(change)}/events`, {
      authorization: `Bearer ${closing.tokens.viewer}`,
    });
    await vi.waitFor(() => expect(listener.heard).toHaveLength(2), PATIENCE);
    await closing.close();
    expect(await listener.over).toBe('ended');
  });
});

describe('a listener who comes back', () => {
  test('hears nothing until something moves, and then that alone', async () => {
    const first = await listen();
    await until(() => expect(first.heard).toHaveLength(2));
    const known = first.lastId();
    const second = await listen({ 'last-event-id': known });
    ticker.tick();
    await processOne();
    await until(() => expect(second.heard).not.toHaveLength(0));
    expect(second.heard[0]?.data).toMatchObject({ counts: { processed: 1 } });
    expect(namesOf(second)).toEqual(['progress', 'status']);
    expect(Number(second.lastId())).toBe(Number(known) + 1);
  });

  test('hears the present state when something has moved meanwhile, with the number in the address as well', async () => {
    const first = await listen();
    await until(() => expect(first.heard).toHaveLength(2));
    await processOne();
    const second = await listen({}, `?lastEventId=${first.lastId()}`);
    await until(() => expect(second.heard).toHaveLength(2));
    expect(second.heard[0]?.data).toMatchObject({ counts: { processed: 1 } });
  });

  test('hears everything again when the connection broke between two events of one moment', async () => {
    const first = await listen();
    await until(() => expect(first.heard).toHaveLength(2));
    const second = await listen({ 'last-event-id': String(first.heard[0]?.id) });
    await until(() => expect(second.heard).toEqual(first.heard));
  });

  test('hears at once what the change waits for outside of it, which the number knows nothing of', async () => {
    await elsewhere.query(
      `insert into carrier_budgets (service_provider_id, failures, open_until) values ($1, 9, 'infinity'::timestamptz)`,
      [fleet.serviceProviderId],
    );
    const revision = await revisionNow();
    const listener = await listen({ 'last-event-id': String(revision) });
    await until(() => expect(listener.heard.at(-1)?.data).toMatchObject({ waitingFor: 'carrier_outage' }));
    expect(idsOf(listener)).toEqual([revision, revision]);
  });

  test('is a new listener when what it remembers is no number', async () => {
    const listener = await listen({ 'last-event-id': 'yesterday' });
    await until(() => expect(listener.heard).toHaveLength(2));
  });
});

test('a change that cannot be told ends for its listeners and for nobody else', async () => {
  const listener = await listen();
  await until(() => expect(listener.heard).toHaveLength(2));
  const broken = id;
  id = idOf(await api.call('operator', 'POST', '/v1/bulk-changes', { body: suspension(fleet) }));
  const other = await listen();
  await elsewhere.query(`update bulk_changes set held_by = 'a newer reason' where id = $1`, [broken]);
  await move('pending = pending - 1, processed = processed + 1');
  await until(() => expect(other.heard).toHaveLength(3));
  expect(await listener.over).toBe('ended');
});

test('two hundred listeners of one change, and any number of changes, cost one statement a second', async () => {
  const many = await Promise.all(Array.from({ length: 200 }, () => listen()));
  id = idOf(await api.call('operator', 'POST', '/v1/bulk-changes', { body: suspension(fleet) }));
  const another = await listen();
  const everyoneHeard = (events: number) =>
    vi.waitFor(
      () => expect([...many, another].every(({ heard }) => heard.length === events)).toBe(true),
      PATIENCE,
    );
  await everyoneHeard(2);

  statements.length = 0;
  for (let second = 1; second <= 3; second += 1) {
    await elsewhere.query(
      'update bulk_changes set pending = pending - 1, processed = processed + 1 where pending = 4 - $1::int',
      [second],
    );
    ticker.tick();
    await everyoneHeard(2 + second);
  }
  expect(statements).toHaveLength(3);
  expect(new Set(statements).size).toBe(1);
});

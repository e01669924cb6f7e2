import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { idOf, startTestApi, type TestApi } from './test-api.ts';
import { createFleet, suspension, type Fleet } from './test-fleet.ts';

let api: TestApi;
let fleet: Fleet;
beforeAll(async () => {
  api = await startTestApi();
  fleet = await createFleet(api);
});
afterAll(() => api.close());

const submit = (key: string, more: object = {}) =>
  api.call('operator', 'POST', '/v1/bulk-changes', {
    body: suspension(fleet, more),
    headers: { 'idempotency-key': key },
  });
const stored = () => api.database.prisma.bulkChange.count();

test('the same key and body get the first answer again, byte for byte, and nothing happens twice', async () => {
  const key = randomUUID();
  const first = await submit(key);
  const before = await stored();
  const again = await submit(key);
  expect(again.status).toBe(first.status);
  expect(again.text).toBe(first.text);
  expect(again.headers['location']).toBe(first.headers['location']);
  expect(again.headers['content-type']).toBe(first.headers['content-type']);
  expect(again.headers['idempotency-replayed']).toBe('true');
  expect(await stored()).toBe(before);
});

test('the same key with another body, or for another address, is refused', async () => {
  const key = randomUUID();
  await submit(key);
  expect((await submit(key, { processChanges: false })).body).toMatchObject({
    status: 422,
    code: 'idempotency.key_reused',
  });
  const elsewhere = await api.call('admin', 'POST', '/v1/customers', {
    body: { name: 'x' },
    headers: { 'idempotency-key': key },
  });
  expect(elsewhere.body).toMatchObject({ status: 422, code: 'idempotency.key_reused' });
});

test('of two equal calls at the same time exactly one runs', async () => {
  const key = randomUUID();
  const before = await stored();
  const answers = await Promise.all([submit(key), submit(key), submit(key)]);
  expect(await stored()).toBe(before + 1);
  for (const { status, body } of answers) {
    if (status !== 202) expect(body['code']).toBe('idempotency.in_progress');
  }
});

test('a refusal of the content is repeated too, and a malformed request does not use up its key', async () => {
  const key = randomUUID();
  const refused = await submit(key, { timeZone: 'Mars/Base' });
  expect((await submit(key, { timeZone: 'Mars/Base' })).text).toBe(refused.text);
  const other = randomUUID();
  expect((await submit(other, { devices: [] })).status).toBe(400);
  expect((await submit(other)).status).toBe(202);
});

test('a key is the tenant’s own', async () => {
  const key = randomUUID();
  const body = { name: 'Same name' };
  const mine = await api.call('admin', 'POST', '/v1/customers', {
    body,
    headers: { 'idempotency-key': key },
  });
  const theirs = await api.call('otherAdmin', 'POST', '/v1/customers', {
    body,
    headers: { 'idempotency-key': key },
  });
  expect([mine.status, theirs.status]).toEqual([201, 201]);
  expect(idOf(theirs)).not.toBe(idOf(mine));
});

test('a first call that died without an answer holds its key for five minutes, and what it made is not made again', async () => {
  const key = randomUUID();
  const first = await submit(key);
  await api.database.prisma.idempotencyKey.updateMany({
    where: { key },
    data: { completedAt: null, responseStatus: null, responseBody: null },
  });
  expect((await submit(key)).body).toMatchObject({ status: 409, code: 'idempotency.in_progress' });
  api.time.now = new Date(api.time.now.getTime() + 299_000);
  expect((await submit(key)).body).toMatchObject({ status: 409, code: 'idempotency.in_progress' });
  api.time.now = new Date(api.time.now.getTime() + 2_000);
  const second = await submit(key);
  expect(second.status).toBe(202);
  expect(idOf(second)).toBe(idOf(first));
});

test('a call that takes over what a first one stored counts the devices named again', async () => {
  const key = randomUUID();
  const [device = ''] = fleet.iccids;
  const first = await submit(key, { devices: [device, device] });
  await api.database.prisma.idempotencyKey.updateMany({
    where: { key },
    data: { completedAt: null, responseStatus: null, responseBody: null },
  });
  api.time.now = new Date(api.time.now.getTime() + 301_000);
  const second = await submit(key, { devices: [device, device] });
  expect(first.body).toMatchObject({ duplicates: 1, moreWarnings: 0 });
  expect(second.body).toMatchObject({ id: idOf(first), duplicates: 1, warnings: [], moreWarnings: 1 });
});

test('a first call that was only slow creates nothing once another one has its key', async () => {
  const key = randomUUID();
  const before = await stored();
  const { pool, prisma } = api.database;
  const claimedAt = async () => (await prisma.idempotencyKey.findFirst({ where: { key } }))?.createdAt;
  const holder = await pool.connect();
  try {
    // Whoever inserts a change of this provider waits.
    await holder.query('begin');
    await holder.query('select 1 from service_providers where id = $1::uuid for update', [
      fleet.serviceProviderId,
    ]);
    const slow = submit(key);
    await expect.poll(claimedAt, { timeout: 20_000 }).toEqual(api.time.now);
    api.time.now = new Date(api.time.now.getTime() + 301_000);
    const second = submit(key);
    await expect.poll(claimedAt, { timeout: 20_000 }).toEqual(api.time.now);
    await holder.query('commit');
    expect((await slow).body).toMatchObject({ status: 409, code: 'idempotency.in_progress' });
    expect((await second).status).toBe(202);
    expect((await submit(key)).text).toBe((await second).text);
  } finally {
    holder.release();
  }
  expect(await stored()).toBe(before + 1);
});

test('after seven days a key is free again', async () => {
  const key = randomUUID();
  const first = await submit(key);
  api.time.now = new Date(api.time.now.getTime() + 7 * 24 * 3_600_000 + 1);
  expect(idOf(await submit(key))).not.toBe(idOf(first));
});

test('an answer with a token is kept encrypted', async () => {
  const key = randomUUID();
  const body = { name: 'kept', role: 'viewer' };
  const call = () =>
    api.call('admin', 'POST', '/v1/api-tokens', { body, headers: { 'idempotency-key': key } });
  const first = await call();
  expect((await call()).text).toBe(first.text);
  const row = await api.database.prisma.idempotencyKey.findFirst({ where: { key } });
  expect(row?.responseBody).toMatch(/^v1\.test\./);
});

test.each(['', ' ', 'x'.repeat(256), 'ключ'])('the key %j is refused', async (key) => {
  expect((await submit(key)).body).toMatchObject({ status: 400, code: 'idempotency.key_invalid' });
});

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CarrierNews } from '../../src/api/callback-control.ts';
import { idOf, itemsOf, send, startTestApi, type Answer, type TestApi } from './test-api.ts';
import { iccid, suspension } from './test-fleet.ts';
import { callbackUrl, createThingspaceProvider, registerUrl, secretsOf } from './thingspace-provider.ts';

const REQUEST_ID = '595f5c44-c31c-4552-8670-020a1545a84d';

let api: TestApi;
let provider: string;
let secrets: { readonly username: string; readonly password: string };
const told: CarrierNews[] = [];

beforeAll(async () => {
  api = await startTestApi({
    callbacks: { tellDevice: (news) => told.push(news), register: async () => undefined },
  });
});
afterAll(() => api.close());
beforeEach(async () => {
  told.length = 0;
  provider = await registered();
  secrets = await secretsOf(api, provider);
});

async function registered(as: 'admin' | 'otherAdmin' = 'admin'): Promise<string> {
  const id = await createThingspaceProvider(api, { as });
  expect((await api.call(as, 'POST', registerUrl(id))).status).toBe(202);
  return id;
}

const restored = (more: object = {}): object => ({
  requestId: REQUEST_ID,
  deviceIds: [
    { id: '350000000000019', kind: 'imei' },
    { id: iccid(1), kind: 'Iccid' },
  ],
  deviceResponse: { restoreResponse: { restored: 'true' } },
  status: 'Success',
  callbackCount: 1,
  maxCallbackThreshold: 4,
  ...more,
});

const post = (body: unknown, to = provider): Promise<Answer> =>
  send(api.app, null, { method: 'POST', url: callbackUrl(to) }, { body });
const inbox = (serviceProviderId = provider) =>
  api.database.prisma.carrierCallback.findMany({ where: { serviceProviderId }, orderBy: { id: 'asc' } });

test('a callback is stored without its user and password, and the device’s run is told', async () => {
  const answer = await post({ ...secrets, ...restored() });
  expect([answer.status, answer.text]).toEqual([200, '{}']);
  expect(await inbox()).toMatchObject([
    { requestId: REQUEST_ID, iccid: iccid(1), timesReceived: 1, message: restored() },
  ]);
  const [row] = await inbox();
  expect(JSON.stringify(row?.message)).not.toMatch(/username|password/);
  expect(told).toEqual([{ serviceProviderId: provider, iccid: iccid(1), requestId: REQUEST_ID }]);
});

test('field names count in any letter case', async () => {
  const { username, password } = secrets;
  const body = {
    UserName: username,
    PassWord: password,
    RequestID: 'r-2',
    DeviceIds: [{ ID: iccid(2), Kind: 'ICCID' }],
  };
  expect((await post(body)).status).toBe(200);
  expect(await inbox()).toMatchObject([{ requestId: 'r-2', iccid: iccid(2) }]);
  expect(JSON.stringify((await inbox())[0]?.message)).not.toMatch(/username|password/i);
});

test('the same news is kept once, whatever attempt brings it and in whatever order its fields stand', async () => {
  const again = Object.fromEntries(Object.entries(restored({ callbackCount: 2 })).reverse());
  expect((await post({ ...secrets, ...restored() })).status).toBe(200);
  expect((await post({ ...again, ...secrets })).status).toBe(200);
  expect(await inbox()).toMatchObject([{ timesReceived: 2, message: { callbackCount: 1 } }]);
  const other = restored({ status: 'Failed', faultResponse: { faultcode: 'x' } });
  expect((await post({ ...secrets, ...other })).status).toBe(200);
  expect(await inbox()).toHaveLength(2);
});

test('many callbacks at once, the same ones among them, are all kept', async () => {
  const bodies = Array.from({ length: 60 }, (_, at) => ({
    ...secrets,
    ...restored({ requestId: `r-${String(at % 30)}` }),
  }));
  const answers = await Promise.all(bodies.map((body) => post(body)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const rows = await inbox();
  expect(rows).toHaveLength(30);
  expect(rows.every(({ timesReceived }) => timesReceived === 2)).toBe(true);
});

test('whoever cannot name user and password of this provider gets the same bytes, and nothing is stored', async () => {
  const foreign = await registered('otherAdmin');
  const unregistered = await createThingspaceProvider(api);
  const theirs = await secretsOf(api, foreign);
  const answers = await Promise.all([
    post({ ...secrets, ...restored(), password: 'wrong' }),
    post({ ...secrets, ...restored(), username: 'wrong' }),
    post({ ...theirs, ...restored() }),
    post({ ...secrets, ...restored() }, foreign),
    post({ ...secrets, ...restored() }, unregistered),
    post({ ...secrets, ...restored() }, '01990000-0000-7000-8000-000000000000'),
    post({ ...secrets, ...restored() }, 'not-an-id'),
    post(restored()),
    post({ ...restored(), username: '', password: '' }),
    post({ ...restored(), username: { $ne: '' }, password: [secrets.password] }),
    post({}),
  ]);
  for (const answer of answers) {
    expect(answer.status).toBe(401);
    expect(withoutRequestId(answer)).toBe(withoutRequestId(answers[0]));
  }
  expect(answers[0]?.body).toMatchObject({ code: 'callback.credentials_invalid' });
  expect([...(await inbox()), ...(await inbox(foreign))]).toEqual([]);
  expect(told).toEqual([]);
});

test('neither an API token nor an idempotency key changes anything', async () => {
  const options = { body: restored(), headers: { 'idempotency-key': 'k-1' } };
  expect((await api.call('admin', 'POST', callbackUrl(provider), options)).status).toBe(401);
  const target = { method: 'POST', url: callbackUrl(provider) } as const;
  for (const requestId of ['r-1', 'r-2']) {
    const body = { ...secrets, ...restored({ requestId }) };
    expect((await send(api.app, null, target, { ...options, body })).status).toBe(200);
  }
  expect(await inbox()).toHaveLength(2);
});

test.each([
  ['missing', undefined, 'field.required'],
  ['empty', '', 'field.size'],
  ['nothing but NUL', '\u0000', 'field.size'],
  ['too long', 'x'.repeat(101), 'field.size'],
  ['a number', 7, 'field.type'],
])('a request id that is %s is a fault with its place', async (_name, requestId, code) => {
  const answer = await post({ ...secrets, ...restored({ requestId }) });
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({ errors: [{ pointer: '/requestId', code }] });
  expect(await inbox()).toEqual([]);
});

test('a body beyond the limit, no object or no JSON is refused', async () => {
  const large = await post({ ...secrets, ...restored({ comment: 'x'.repeat(70_000) }) });
  expect([large.status, large.body['code']]).toEqual([413, 'request.too_large']);
  const url = callbackUrl(provider);
  for (const body of ['[]', '7', '"text"', 'null', '{', '{"a":1,"__proto__":{"b":2}}', '']) {
    const headers = { 'content-type': 'application/json' };
    expect((await send(api.app, null, { method: 'POST', url }, { body, headers })).status).toBe(400);
  }
  const xml = { 'content-type': 'application/xml' };
  expect((await send(api.app, null, { method: 'POST', url }, { body: '<a/>', headers: xml })).status).toBe(
    415,
  );
});

test('characters that the database cannot hold are taken out, and endless nesting is refused', async () => {
  const odd = restored({ requestId: 'r\u0000-1', comment: 'half \ud800 pair\u0000', 'na\u0000me': 1 });
  expect((await post({ ...secrets, ...odd })).status).toBe(200);
  expect(await inbox()).toMatchObject([
    { requestId: 'r-1', message: { comment: 'half \ufffd pair', name: 1 } },
  ]);
  const { username, password } = secrets;
  const deep = `{"username":"${username}","password":"${password}","requestId":"r","x":${'['.repeat(25_000)}${']'.repeat(25_000)}}`;
  const headers = { 'content-type': 'application/json' };
  const target = { method: 'POST', url: callbackUrl(provider) } as const;
  expect((await send(api.app, null, target, { body: deep, headers })).body).toMatchObject({
    status: 400,
    code: 'request.malformed',
  });
});

test('device identifiers of any shape do not lose the message', async () => {
  const shapes: unknown[] = [
    null,
    'x',
    {},
    [],
    [null, 7, { id: {} }],
    [{ kind: 'iccid' }],
    [{ id: 'x'.repeat(41), kind: 'iccid' }],
  ];
  for (const [at, deviceIds] of shapes.entries()) {
    expect(
      (await post({ ...secrets, ...restored({ requestId: `r-${String(at)}`, deviceIds }) })).status,
    ).toBe(200);
  }
  expect((await inbox()).map(({ iccid: known }) => known)).toEqual(shapes.map(() => null));
  expect(told).toEqual([]);
});

test('a password of the device, as an activation may bring it, is not kept', async () => {
  const deviceResponse = {
    activateResponse: {
      state: 'active',
      deviceCredential: { username: 'd', password: 'an invented secret' },
    },
  };
  expect((await post({ ...secrets, ...restored({ deviceResponse }) })).status).toBe(200);
  const [row] = await inbox();
  expect(JSON.stringify(row?.message)).not.toContain('an invented secret');
  expect(row?.message).toMatchObject({ deviceResponse: { activateResponse: { state: 'active' } } });
});

test('what comes after the device has its outcome stands in the log of the change', async () => {
  const changeId = await processedSuspension();
  const faultResponse = { faultcode: 'REQUEST_FAILED.Demo', faultstring: 'not now' };
  expect((await post({ ...secrets, ...restored({ faultResponse }) })).status).toBe(200);
  expect((await post({ ...secrets, ...restored({ faultResponse, callbackCount: 2 }) })).status).toBe(200);
  const log = await api.call('viewer', 'GET', `/v1/bulk-changes/${changeId}/logs`);
  const entries = itemsOf(log).filter(({ description }) => String(description).endsWith('Late Callback'));
  expect(entries).toMatchObject([
    {
      description: 'Update Device Status: ThingSpace Late Callback',
      hasErrors: true,
      errorText: 'not now REQUEST_FAILED.Demo',
      responseText: expect.stringContaining(REQUEST_ID) as string,
    },
  ]);
  for (const secret of Object.values(secrets)) expect(log.text).not.toContain(secret);
  expect(told).toEqual([]);
});

test('after a new registration the former user and password still pass, and strangers’ still do not', async () => {
  await confirm(provider);
  expect((await api.call('admin', 'POST', registerUrl(provider))).status).toBe(202);
  const now = await secretsOf(api, provider);
  expect(now).not.toEqual(secrets);
  expect((await post({ ...secrets, ...restored() })).status).toBe(200);
  expect((await post({ ...now, ...restored({ requestId: 'r-2' }) })).status).toBe(200);
  expect((await post({ ...now, ...restored(), password: secrets.password })).status).toBe(401);
  await confirm(provider);
  await api.call('admin', 'POST', registerUrl(provider));
  expect((await post({ ...secrets, ...restored() })).status).toBe(401);
});

test('a registration that the carrier has not taken is repeated with the same user and password', async () => {
  await api.call('admin', 'POST', registerUrl(provider));
  expect(await secretsOf(api, provider)).toEqual(secrets);
});

/** A change of one device that had sent the request and is over. */
async function processedSuspension(): Promise<string> {
  await api.call('admin', 'POST', `/v1/devices/import?serviceProviderId=${provider}`, {
    body: `iccid,status\n${iccid(1)},active`,
    headers: { 'content-type': 'text/csv' },
  });
  const fleet = { serviceProviderId: provider, iccids: [iccid(1)] };
  const body = suspension(fleet, { processChanges: false });
  const bulkChangeId = idOf(await api.call('operator', 'POST', '/v1/bulk-changes', { body }));
  const { prisma } = api.database;
  await prisma.deviceChange.updateMany({ where: { bulkChangeId }, data: { status: 'PROCESSED' } });
  const { id: deviceChangeId } = await prisma.deviceChange.findFirstOrThrow({ where: { bulkChangeId } });
  await prisma.carrierRequest.create({
    data: {
      ...{ tenantId: api.tenantId, serviceProviderId: provider, deviceChangeId },
      ...{ requestId: REQUEST_ID, sentAt: new Date() },
    },
  });
  return bulkChangeId;
}

function confirm(serviceProviderId: string) {
  return api.database.prisma.callbackRegistration.update({
    where: { serviceProviderId },
    data: { registeredAt: new Date() },
  });
}

function withoutRequestId({ text, headers }: Answer): string {
  return `${String(headers['content-type'])} ${text.replace(/"requestId":"[^"]*"/, '')}`;
}

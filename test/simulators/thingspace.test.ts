import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { basic, iccid } from './running-simulators.ts';
import { accountName, devices, imei, thingspaceSandbox } from './thingspace-sandbox.ts';

const activation = { servicePlan: 'm2m4G', mdnZipCode: '98801' };
const code = (name: string): object => ({ errorCode: `UnifiedWebService.${name}` });

describe('access', () => {
  it('gives the same token within its hour, with the time that is left', async () => {
    const { request, admin } = await thingspaceSandbox();
    const ask = async (secret = 'acme-secret'): ReturnType<typeof request> =>
      request('POST', '/api/ts/v1/oauth2/token', 'grant_type=client_credentials', {
        authorization: basic('acme-app', secret),
      });
    const first = await ask();
    expect(first).toMatchObject({ status: 200, json: { token_type: 'Bearer', expires_in: 3600 } });
    await admin('POST', 'clock', { advanceSeconds: 600 });
    const { access_token } = first.json as { access_token: string };
    expect((await ask()).json).toMatchObject({ access_token, expires_in: 3000 });
    await admin('POST', 'clock', { advanceSeconds: 3_001 });
    expect((await ask()).json).not.toMatchObject({ access_token });
    expect(await ask('wrong')).toMatchObject({ status: 401, json: { fault: { code: '900901' } } });
  });

  it('refuses a missing or wrong access token as the gateway does, and a session token as the interface does', async () => {
    const { request, admin, call } = await thingspaceSandbox();
    const list = (headers: Record<string, string>): ReturnType<typeof request> =>
      request('POST', '/api/m2m/v1/devices/actions/list', {}, headers);
    expect(await list({})).toMatchObject({ status: 401, json: { fault: { code: '900902' } } });
    expect(await list({ authorization: 'Bearer no' })).toMatchObject({ status: 401, json: { fault: {} } });
    expect((await call('POST', 'devices/actions/list', {})).status).toBe(200);
    await admin('POST', 'clock', { advanceSeconds: 19 * 60 });
    expect((await call('POST', 'devices/actions/list', {})).status).toBe(200);
    await admin('POST', 'clock', { advanceSeconds: 20 * 60 });
    expect(await call('POST', 'devices/actions/list', {})).toMatchObject({
      status: 400,
      json: code('REQUEST_FAILED.SessionToken.Expired'),
    });
  });

  it('locks a user after five failed log-ins in a row', async () => {
    const { request } = await thingspaceSandbox();
    const token = await request('POST', '/api/ts/v1/oauth2/token', 'grant_type=client_credentials', {
      authorization: basic('acme-app', 'acme-secret'),
    });
    const authorization = `Bearer ${(token.json as { access_token: string }).access_token}`;
    const logIn = (password: string): ReturnType<typeof request> =>
      request('POST', '/api/m2m/v1/session/login', { username: 'acme-user', password }, { authorization });
    for (let at = 0; at < 4; at += 1) expect((await logIn('wrong')).status).toBe(400);
    expect((await logIn('acme-password')).status).toBe(200);
    for (let at = 0; at < 5; at += 1) expect((await logIn('wrong')).status).toBe(400);
    expect(await logIn('acme-password')).toMatchObject({
      status: 400,
      json: code('REQUEST_FAILED.UserLocked'),
    });
  });

  it.each([400, 401])('sessionExpired: ends the session and tells it with %i', async (status) => {
    const { faults, call, logIn } = await thingspaceSandbox();
    await faults({ do: 'sessionExpired', status, times: 1 });
    expect((await call('POST', 'devices/actions/list', {})).status).toBe(status);
    expect((await call('POST', 'devices/actions/list', {})).json).toMatchObject(
      code('REQUEST_FAILED.SessionToken.Expired'),
    );
    await logIn();
    expect((await call('POST', 'devices/actions/list', {})).status).toBe(200);
  });
});

describe('list', () => {
  it('pages with 202 by the carrier’s own number of the device', async () => {
    const { call } = await thingspaceSandbox();
    const first = await call('POST', 'devices/actions/list', { accountName, maxNumberOfDevices: 4 });
    expect(first).toMatchObject({ status: 202, json: { hasMoreData: true } });
    const page = (first.json as { devices: { extendedAttributes: { value: string }[] }[] }).devices;
    const seen = Number(page.at(-1)?.extendedAttributes[0]?.value);
    const rest = await call('POST', 'devices/actions/list', { accountName, largestDeviceIdSeen: seen });
    expect(rest).toMatchObject({ status: 200, json: { hasMoreData: false } });
    expect([page.length, (rest.json as { devices: unknown[] }).devices.length]).toEqual([4, 2]);
  });

  it('finds one line by any identifier, and none of another account', async () => {
    const { call } = await thingspaceSandbox();
    const get = (kind: string, id: string): ReturnType<typeof call> =>
      call('POST', 'devices/actions/list', { deviceId: { id, kind } });
    for (const [kind, id] of [
      ['ICCID', iccid(1)],
      ['imei', imei(1)],
      ['mdn', '5550100001'],
      ['Msisdn', '15550100001'],
    ] as const) {
      expect((await get(kind, id)).json).toMatchObject({
        devices: [{ carrierInformations: [{ state: 'active', servicePlan: 'm2m4G' }] }],
      });
    }
    expect((await get('iccid', iccid(9))).json).toMatchObject(code('REQUEST_FAILED.DeviceNotFound'));
    expect((await get('phone', '1')).json).toMatchObject(code('INPUT_INVALID.Device.Kind.Invalid'));
  });

  it('filters by state and part of an identifier', async () => {
    const { call } = await thingspaceSandbox();
    const reply = await call('POST', 'devices/actions/list', {
      currentState: 'active',
      filter: { deviceIdentifierFilters: [{ kind: 'mdn', endswith: '02' }] },
    });
    expect((reply.json as { devices: unknown[] }).devices).toHaveLength(1);
  });
});

describe('actions', () => {
  it('carry a line through its life, each with its effects', async () => {
    const { act, settled, truth, effects } = await thingspaceSandbox();
    const run = async (operation: string, more?: object): Promise<void> =>
      expect(await settled(await act(operation, [6], more))).toBe('Success');
    await run('activate', { ...activation, customFields: [{ key: 'CustomField1', value: 'north' }] });
    const { mdn } = await truth(6);
    await run('suspend');
    await run('restore');
    await run('plan', { servicePlan: 'm2m10' });
    await run('plan', { servicePlan: 'm2m10' });
    await run('deactivate', { reasonCode: 'FF' });
    expect(await truth(6)).toMatchObject({
      status: 'deactive',
      mdn: null,
      ipAddress: null,
      servicePlan: null,
    });
    await run('activate', activation);
    expect((await truth(6)).mdn).not.toBe(mdn);
    expect(await effects()).toEqual([
      `activation ${iccid(6)} ${String(mdn)}`,
      `customField ${iccid(6)} CustomField1=north`,
      `status ${iccid(6)} suspend`,
      `status ${iccid(6)} active`,
      `ratePlan ${iccid(6)} m2m10`,
      `status ${iccid(6)} deactive`,
      `activation ${iccid(6)} ${String((await truth(6)).mdn)}`,
    ]);
  });

  it('shows a pending state until the work is done, and does it when the clock is moved on', async () => {
    const { act, truth, admin, call } = await thingspaceSandbox({
      limits: { '*': { processingMs: [60_000, 90_000] } },
    });
    const requestId = await act('suspend', [1]);
    const status = (): ReturnType<typeof call> =>
      call('POST', 'devices/requests/status', { accountName, requestId });
    expect(await truth(1)).toMatchObject({ state: 'active', status: 'pending suspend' });
    expect((await status()).json).toEqual({ requestId, status: 'Pending' });
    await admin('POST', 'clock', { advanceSeconds: 90 });
    expect((await status()).json).toEqual({ requestId, status: 'Success' });
    expect(await truth(1)).toMatchObject({ status: 'suspend' });
  });

  it.each([
    ['deactivate', 4, { reasonCode: 'FF' }],
    ['suspend', 4, {}],
    ['plan', 4, { servicePlan: 'm2m10' }],
    ['restore', 1, {}],
    ['activate', 1, activation],
    ['activate', 9, activation],
    ['deactivate', 5, { reasonCode: 'FF' }],
  ])('%s on line %i is accepted, fails and changes nothing', async (operation, at, more) => {
    const { act, settled, effects } = await thingspaceSandbox();
    expect(await settled(await act(operation, [at], more))).toBe('Failure');
    expect(await effects()).toEqual([]);
  });

  it('without devices change every line that is selected', async () => {
    const { call, settled, effects } = await thingspaceSandbox();
    const reply = await call('POST', 'devices/actions/suspend', { accountName, servicePlan: 'm2m4G' });
    // The line that is suspended already makes it a failure; the others are suspended all the same.
    expect(await settled((reply.json as { requestId: string }).requestId)).toBe('Failure');
    expect((await effects()).sort()).toEqual([1, 2, 3].map((at) => `status ${iccid(at)} suspend`));
  });

  it('are refused above five a day for a line, until the next day', async () => {
    const { act, settled, admin, truth, logIn } = await thingspaceSandbox();
    for (const operation of ['suspend', 'restore', 'suspend', 'restore', 'suspend']) {
      expect(await settled(await act(operation, [1]))).toBe('Success');
    }
    expect(await settled(await act('restore', [1]))).toBe('Failure');
    expect(await truth(1)).toMatchObject({ status: 'suspend' });
    await admin('POST', 'clock', { advanceSeconds: 86_400 });
    await logIn();
    expect(await settled(await act('restore', [1]))).toBe('Success');
  });

  it('refuse a fifth change of plan in a month', async () => {
    const { act, settled } = await thingspaceSandbox();
    const change = async (servicePlan: string): Promise<string> =>
      settled(await act('plan', [1], { servicePlan }));
    for (const plan of ['m2m10', 'm2m4G', 'm2m10', 'm2m4G']) expect(await change(plan)).toBe('Success');
    expect(await change('m2m10')).toBe('Failure');
  });

  it('end a suspension after 90 days', async () => {
    const { act, settled, admin, truth } = await thingspaceSandbox();
    await settled(await act('suspend', [1]));
    await admin('POST', 'clock', { advanceSeconds: 90 * 86_400 });
    expect(await truth(1)).toMatchObject({ status: 'active' });
  });

  it.each([
    [
      'activate',
      { devices: devices([6]), servicePlan: 'none', mdnZipCode: '98801' },
      'REQUEST_FAILED.none.NotFound',
    ],
    ['activate', { servicePlan: 'm2m4G', mdnZipCode: '98801' }, 'INPUT_INVALID.RequestUndefined'],
    [
      'deactivate',
      { accountName, devices: devices([1]), reasonCode: 'XX' },
      'INPUT_INVALID.RequestUndefined',
    ],
    ['suspend', { accountName: '123456-00001', devices: devices([1]) }, 'REQUEST_FAILED.AccountNotFound'],
    [
      'activate',
      { devices: [{ deviceIds: [{ id: iccid(6), kind: 'iccid' }] }], ...activation },
      'INPUT_INVALID.Device.Identifier.Invalid',
    ],
    [
      'suspend',
      { devices: Array.from({ length: 10_001 }, () => devices([1])[0]) },
      'INPUT_INVALID.MaxRequestsExceeded',
    ],
  ])('%s with a wrong body is refused at once', async (operation, body, error) => {
    const { call, effects } = await thingspaceSandbox();
    expect(await call('POST', `devices/actions/${operation}`, body)).toMatchObject({
      status: 400,
      json: code(error),
    });
    expect(await effects()).toEqual([]);
  });

  it('check custom fields by name and length', async () => {
    const { call, act, settled, truth } = await thingspaceSandbox();
    const set = (key: string, value: string): ReturnType<typeof call> =>
      call('PUT', 'devices/actions/customFields', {
        devices: devices([1]),
        customFieldsToUpdate: [{ key, value }],
      });
    expect((await set('CustomField6', 'x')).json).toMatchObject(
      code('INPUT_INVALID.CustomField.InvalidName'),
    );
    expect((await set('CustomField1', 'x'.repeat(51))).json).toMatchObject(
      code('INPUT_INVALID.CustomField.TooLong'),
    );
    const fields = [{ key: 'CustomField2', value: 'south' }];
    expect(await settled(await act('customFields', [1], { customFieldsToUpdate: fields }))).toBe('Success');
    expect(await truth(1)).toMatchObject({ customFields: { CustomField2: 'south' } });
  });

  it('continue after a restart', async () => {
    const stateFile = join(mkdtempSync(join(tmpdir(), 'thingspace-')), 'state.ndjson');
    const limits = { '*': { processingMs: [200, 200] as [number, number] } };
    const first = await thingspaceSandbox({ stateFile, limits });
    const requestId = await first.act('suspend', [1]);
    await first.simulator.close();
    const second = await thingspaceSandbox({ stateFile, limits });
    expect(await second.settled(requestId)).toBe('Success');
    expect(await second.truth(1)).toMatchObject({ status: 'suspend' });
  });
});

describe('add and delete', () => {
  it('answer for each device by itself', async () => {
    const { call, truth, act, settled } = await thingspaceSandbox();
    const added = await call('POST', 'devices/actions/add', {
      state: 'preactive',
      accountName,
      devicesToAdd: devices([7, 1]),
    });
    expect(added).toMatchObject({
      status: 200,
      json: [{ response: 'Success' }, { response: expect.stringMatching(/^Failed/) as string }],
    });
    expect(await truth(7)).toMatchObject({ status: 'pre-active', imei: imei(7) });
    expect(await settled(await act('activate', [7], activation))).toBe('Success');
    const deleted = await call('POST', 'devices/actions/delete', { devicesToDelete: devices([5, 1]) });
    expect(deleted.json).toMatchObject([{ status: 'Success' }, { status: 'Failed' }]);
  });

  it('lists the plans of an account', async () => {
    const { call } = await thingspaceSandbox();
    expect((await call('GET', `plans/${accountName}`)).json).toMatchObject([
      { code: 'm2m4G', name: 'Demo 5MB', sizeKb: 5120 },
      { code: 'm2m10' },
    ]);
  });
});

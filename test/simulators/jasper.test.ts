import { describe, expect, it } from 'vitest';
import { basic, iccid, jasperSandbox } from './running-simulators.ts';

const device = (at: number): string => `/devices/${iccid(at)}`;

describe('authentication', () => {
  it('asks for credentials without an error code when there are none', async () => {
    const { send } = await jasperSandbox();
    const reply = await send('GET', device(1), undefined, { authorization: '' });
    expect(reply.status).toBe(401);
    expect(reply.headers.get('www-authenticate')).toBe('Basic realm="Jasper"');
    expect(reply.headers.get('content-type')).toContain('ISO-8859-1');
    expect(Object.keys(reply.json as object)).toEqual(['errorMessage']);
  });

  it('refuses a wrong key with code 10000001', async () => {
    const { send } = await jasperSandbox();
    const reply = await send('GET', device(1), undefined, { authorization: basic('acme-api', 'wrong') });
    expect(reply).toMatchObject({
      status: 401,
      json: { errorMessage: 'Invalid credentials', errorCode: '10000001' },
    });
  });

  it('does not find the device of another account', async () => {
    const { send, effects } = await jasperSandbox();
    const reply = await send('PUT', device(9), { status: 'DEACTIVATED' });
    expect(reply).toMatchObject({ status: 404, json: { errorCode: '20000001' } });
    expect(await effects()).toEqual([]);
  });
});

describe('edit', () => {
  it('changes status and plan at once and makes one effect for each', async () => {
    const { send, effects } = await jasperSandbox();
    const reply = await send('PUT', device(1), { status: 'DEACTIVATED', ratePlan: 'Large' });
    expect(reply).toMatchObject({ status: 200, json: { iccid: iccid(1) } });
    expect(await effects()).toEqual([`status ${iccid(1)} DEACTIVATED`, `ratePlan ${iccid(1)} Large`]);
    expect((await send('GET', device(1))).json).toMatchObject({ status: 'DEACTIVATED', ratePlan: 'Large' });
  });

  it('answers 200 without an effect when everything is set already', async () => {
    const { send, effects } = await jasperSandbox();
    expect((await send('PUT', device(1), { status: 'ACTIVATED', ratePlan: 'Small' })).status).toBe(200);
    expect(await effects()).toEqual([]);
  });

  it.each([
    [{ status: 'INVENTORY' }, 'SIMSTATUS_INVALID_TRANSITION'],
    [{ status: 'ASLEEP' }, 'SIMSTATUS_INVALID'],
    [{ status: '' }, 'SIMSTATUS_NULL'],
    [{ ratePlan: 'Huge' }, 'RATEPLAN_INVALID'],
    [{ communicationPlan: 'Voice' }, 'COMMUNICATIONPLAN_INVALID'],
    [{ customer: 'Nobody' }, 'CUSTOMERNAME_INVALID'],
    [{ customer: 'A,B' }, 'CUSTOMER_NAME_INVALID_FORMAT'],
    [{ deviceID: 'a*b' }, 'DEVICEID_INVALID_FORMAT'],
    [{ overageLimitOverride: 'ALWAYS' }, 'OVERRIDEMODE_INVALID'],
    [{ ipv4Address: '10.0.0.1' }, 'IPADDRESS_INVALID'],
    [{ ratePlan: 'Large', effectiveDate: '2020-01-01' }, 'ACTIVATION_IN_PAST'],
    [{ ratePlan: 'Large', effectiveDate: '2999-01-01' }, 'INVALID_EFFECTIVE_DATE'],
  ])('refuses %j with the token %s', async (body, token) => {
    const { send, effects } = await jasperSandbox();
    const reply = await send('PUT', device(1), body);
    expect(reply).toMatchObject({ status: 400, json: { errorCode: '10000099' } });
    expect((reply.json as { errorMessage: string }).errorMessage.split(' ')[0]).toBe(token);
    expect(await effects()).toEqual([]);
  });

  it('applies nothing when one of several fields is wrong', async () => {
    const { send, effects } = await jasperSandbox();
    expect((await send('PUT', device(1), { ratePlan: 'Large', status: 'INVENTORY' })).status).toBe(400);
    expect(await effects()).toEqual([]);
  });

  it.each([
    ['{"status":', '10000023'],
    ['[]', '10000023'],
    [{ status: 7 }, '10000023'],
    [{ colour: 'red' }, '10000028'],
  ])('refuses the body %j with code %s', async (body, errorCode) => {
    const { send } = await jasperSandbox();
    expect(await send('PUT', device(1), body)).toMatchObject({ status: 400, json: { errorCode } });
  });

  it('applies a scheduled edit when the clock reaches its date', async () => {
    const { send, admin, effects } = await jasperSandbox();
    const effectiveDate = new Date(Date.now() + 3 * 86_400_000).toISOString();
    expect((await send('PUT', device(1), { ratePlan: 'Large', effectiveDate })).status).toBe(200);
    expect(await effects()).toEqual([]);
    await admin('POST', 'clock', { advanceSeconds: 4 * 86_400 });
    expect(await effects()).toEqual([`ratePlan ${iccid(1)} Large`]);
  });

  it('follows the transitions that the account has of its own', async () => {
    const account = { account: 'acme', username: 'acme-api', apiKey: 'acme-key' };
    const { send } = await jasperSandbox({
      seed: {
        accounts: [
          { ...account, transitions: { ACTIVATED: ['INVENTORY'] }, validationErrorCode: '10000777' },
        ],
        devices: [{ iccid: iccid(1) }],
      },
    });
    const refused = await send('PUT', device(1), { status: 'DEACTIVATED' });
    expect(refused).toMatchObject({ status: 400, json: { errorCode: '10000777' } });
    expect((await send('PUT', device(1), { status: 'INVENTORY' })).status).toBe(200);
  });
});

describe('search', () => {
  const since = 'modifiedSince=2025-12-01T00:00:00Z';

  it('lists by date of modification, oldest first, and marks the last page', async () => {
    const { send } = await jasperSandbox();
    const first = await send('GET', `/devices?${since}&pageSize=2`);
    const second = await send('GET', `/devices?${since}&pageSize=2&pageNumber=2`);
    expect(first.json).toMatchObject({
      pageNumber: 1,
      lastPage: false,
      devices: [{ iccid: iccid(3) }, { iccid: iccid(2) }],
    });
    expect(second.json).toMatchObject({ pageNumber: 2, lastPage: true, devices: [{ iccid: iccid(1) }] });
  });

  it('moves a changed device to the end', async () => {
    const { send } = await jasperSandbox();
    await send('PUT', device(3), { ratePlan: 'Large' });
    const { json } = await send('GET', `/devices?${since}&fields=iccid`);
    expect((json as { devices: unknown[] }).devices).toEqual([2, 1, 3].map((at) => ({ iccid: iccid(at) })));
  });

  it.each([
    ['', '10000099'],
    [`${since}&pageSize=51`, '10000099'],
    [`${since}&modifiedTill=2027-12-01T00:00:00Z`, '10000099'],
    [`${since}&colour=red`, '10000028'],
  ])('refuses the query "%s"', async (query, errorCode) => {
    const { send } = await jasperSandbox();
    expect(await send('GET', `/devices?${query}`)).toMatchObject({ status: 400, json: { errorCode } });
  });
});

describe('other paths', () => {
  it('shows usage, echoes, and names a wrong version', async () => {
    const { send, simulator } = await jasperSandbox();
    expect((await send('GET', `${device(1)}/ctdUsages`)).json).toMatchObject({ ctdDataUsage: 0 });
    expect((await send('GET', '/echo/hello')).json).toEqual({ echo: 'hello' });
    const wrongVersion = await fetch(`${simulator.url}/rws/api/v9/devices`, {
      headers: { authorization: basic('acme-api', 'acme-key') },
    });
    expect(await wrongVersion.json()).toMatchObject({ errorCode: '10000024' });
  });

  it('shows an HTML page where the interface is not served', async () => {
    const { simulator } = await jasperSandbox();
    const reply = await fetch(`${simulator.url}/rws`);
    expect([reply.status, reply.headers.get('content-type')]).toEqual([404, 'text/html;charset=UTF-8']);
  });
});

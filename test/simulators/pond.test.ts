import { describe, expect, it } from 'vitest';
import { iccid, pondSandbox, type Send } from './running-simulators.ts';

const sim = (at: number, rest = ''): string => `/sim/${iccid(at)}${rest}`;

const off = {
  simDataServiceStatus: 'DISABLED',
  simVoiceServiceStatus: 'DISABLED',
  simSmsServiceStatus: 'DISABLED',
};

async function add(send: Send, at: number, packageTypeId: number): Promise<string> {
  const { json } = await send('POST', sim(at, '/addPackage'), { packageTypeId });
  return (json as { packageId: string }).packageId;
}

describe('access', () => {
  it('refuses a wrong key with 401, another distributor’s key with 403, another’s SIM with 404', async () => {
    const { send } = await pondSandbox();
    const wrong = await send('GET', sim(1), undefined, { 'x-api-key': 'nonsense' });
    expect(wrong).toMatchObject({ status: 401, json: { status: 401 } });
    expect(Object.keys(wrong.json as object)).toEqual([
      'status',
      'code',
      'message',
      'link',
      'developerMessage',
      'referenceId',
    ]);
    expect((await send('GET', sim(1), undefined, { 'x-api-key': 'key-78' })).status).toBe(403);
    expect((await send('GET', sim(9))).status).toBe(404);
  });

  it('echoes the RequestId of the caller', async () => {
    const { send } = await pondSandbox();
    const reply = await send('GET', sim(1, '/info'), undefined, { RequestId: 'r-1' });
    expect(reply.headers.get('requestid')).toBe('r-1');
    expect(reply.json).toMatchObject({ iccid: iccid(1) });
  });
});

describe('service status', () => {
  it('switches services off with an empty 204 and one effect, and is silent the second time', async () => {
    const { send, effects } = await pondSandbox();
    const reply = await send('POST', sim(1, '/status'), off);
    await send('POST', sim(1, '/status'), off);
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect(await effects()).toEqual([`status ${iccid(1)} DISABLED`]);
    expect((await send('GET', sim(1, '/status'))).json).toEqual({
      status: 'SUSPENDED',
      ...off,
      statusOfSim: 'In-Service',
    });
  });

  it('puts a SIM in service when a first switch goes on', async () => {
    const { send, effects } = await pondSandbox();
    await send('POST', sim(2, '/status'), { simDataServiceStatus: 'ENABLED' });
    expect((await send('GET', sim(2, '/status'))).json).toMatchObject({ statusOfSim: 'In-Service' });
    expect(await effects()).toEqual([`status ${iccid(2)} data=ENABLED,voice=DISABLED,sms=DISABLED`]);
  });

  it('refuses unknown and empty bodies', async () => {
    const { send } = await pondSandbox();
    expect((await send('POST', sim(1, '/status'), {})).status).toBe(400);
    expect((await send('POST', sim(1, '/status'), { simDataServiceStatus: 'ON' })).status).toBe(400);
  });
});

describe('packages', () => {
  it('makes two packages of two calls, and both may be active at once', async () => {
    const { send, effects } = await pondSandbox();
    const first = await add(send, 2, 4711);
    const second = await add(send, 2, 4711);
    for (const id of [first, second]) {
      expect((await send('POST', `/package/${id}/status`, { packageStatus: 'ACTIVE' })).status).toBe(204);
    }
    expect(await effects()).toEqual([
      `packageAdded ${iccid(2)} 4711`,
      `packageAdded ${iccid(2)} 4711`,
      `packageStatus ${iccid(2)} ${first}:ACTIVE`,
      `packageStatus ${iccid(2)} ${second}:ACTIVE`,
    ]);
    const list = await send('GET', sim(2, '/package/infos?packageStatuses=ACTIVE&count=1'));
    expect(list.json).toMatchObject({ total: 2, offset: 0, count: 1, elements: [{ packageId: first }] });
  });

  it('rejects moves backwards and repeats without an effect', async () => {
    const { send, effects } = await pondSandbox();
    const id = await add(send, 2, 4712);
    const set = async (packageStatus: string): Promise<number> =>
      (await send('POST', `/package/${id}/status`, { packageStatus })).status;
    expect([await set('TERMINATED'), await set('TERMINATED'), await set('ACTIVE')]).toEqual([204, 204, 400]);
    expect(await effects()).toHaveLength(2);
  });

  it('refuses a package type that does not exist', async () => {
    const { send } = await pondSandbox();
    expect((await send('POST', sim(2, '/addPackage'), { packageTypeId: 1 })).status).toBe(400);
    expect((await send('GET', '/packageType/4711')).json).toMatchObject({ name: 'Demo 4711' });
    expect((await send('GET', '/inventory/1/packageTypes')).json).toMatchObject({ total: 2 });
  });

  it('ends SIM and packages for ever on purge', async () => {
    const { send, admin } = await pondSandbox();
    expect((await send('DELETE', sim(1, '/purge'))).status).toBe(204);
    expect((await send('POST', sim(1, '/addPackage'), { packageTypeId: 4711 })).status).toBe(400);
    expect((await admin('GET', `devices/${iccid(1)}`)).json).toMatchObject({
      statusOfSim: 'Terminated',
      packages: [{ status: 'TERMINATED' }],
    });
  });

  it('can fail at one step for one SIM, found by its package', async () => {
    const { send, faults } = await pondSandbox();
    const id = await add(send, 2, 4711);
    await faults({ when: { operation: 'setPackageStatus', device: iccid(2) }, do: 'rejectItem', times: 1 });
    const set = async (): Promise<number> =>
      (await send('POST', `/package/${id}/status`, { packageStatus: 'ACTIVE' })).status;
    expect([await set(), await set()]).toEqual([400, 204]);
  });
});

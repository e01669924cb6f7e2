import { describe, expect, it } from 'vitest';
import { iccid, type Reply, type Sandbox } from './running-simulators.ts';
import { number, pass, telegenceSandbox, telegenceSeed } from './telegence-sandbox.ts';

const line = (at: number): string => `/sp/mobility/lineconfig/api/v1/service/${number(at)}`;
const devices = '/sp/mobility/api/v1/account';

const update = (
  { send }: Sandbox,
  at: number,
  values: Record<string, string>,
  effectiveDate?: string,
): Promise<Reply> =>
  send('PATCH', line(at), {
    ...(effectiveDate === undefined ? {} : { effectiveDate }),
    serviceCharacteristic: Object.entries(values).map(([name, value]) => ({ name, value })),
  });

async function read({ send }: Sandbox, at: number): Promise<Record<string, string>> {
  const { json } = await send('GET', line(at));
  const { serviceCharacteristic } = json as { serviceCharacteristic: { name: string; value: string }[] };
  return Object.fromEntries(serviceCharacteristic.map(({ name, value }) => [name, value]));
}

/** A day so many days from now, as the carrier writes it. */
const day = (fromNow: number): string =>
  `${new Date(Date.now() + fromNow * 86_400_000).toISOString().slice(0, 10)}Z`;

describe('access', () => {
  it('refuses a wrong secret with 401 and another account’s line with 404', async () => {
    const { send } = await telegenceSandbox();
    const wrong = await send('GET', line(1), undefined, { 'app-secret': 'nonsense' });
    expect(wrong).toMatchObject({ status: 401, json: { errorDescription: expect.any(String) as string } });
    expect((await send('GET', line(1), undefined, { 'app-id': 'nobody' })).status).toBe(401);
    expect(await send('GET', line(9))).toMatchObject({ status: 404 });
  });

  it('keeps the secret out of the request log, and names a line by SIM and number', async () => {
    const sandbox = await telegenceSandbox();
    await update(sandbox, 1, { singleUserCode: 'LARGE' });
    const [entry] = await sandbox.requests();
    expect(entry).toMatchObject({ operation: 'updateLine', account: 'acme', devices: [iccid(1), number(1)] });
    expect(JSON.stringify(entry)).not.toContain('acme-secret');
  });

  it('serves the paths an account names instead of the usual ones', async () => {
    const [acme, other] = telegenceSeed.accounts;
    const moved = { ...acme, paths: { line: '/elsewhere/line' } };
    const options = { seed: { ...telegenceSeed, accounts: [moved, other] }, paths: { devices: '/list' } };
    const { send } = await telegenceSandbox(options);
    expect((await send('GET', `/elsewhere/line/${number(1)}`)).status).toBe(200);
    expect((await send('GET', line(1))).status).toBe(404);
    expect((await send('GET', '/list')).status).toBe(200);
  });
});

describe('getLine', () => {
  it('shows a line as names and texts', async () => {
    const sandbox = await telegenceSandbox();
    expect((await sandbox.send('GET', line(1))).json).toMatchObject({ subscriberNumber: number(1) });
    expect(await read(sandbox, 1)).toMatchObject({
      subscriberStatus: 'A',
      singleUserCode: 'SMALL',
      singleUserCodeDescription: 'Small plan',
      billingAccountNumber: 'ban-acme',
      sim: iccid(1),
      BLIMEI: '350000000000001',
      nextBillCycleDate: expect.stringMatching(/^\d{4}-\d{2}-10Z$/) as string,
      ipAddress: '',
    });
  });
});

describe('updateLine', () => {
  it('changes plan, features, equipment and status with one effect each, and none the second time', async () => {
    const sandbox = await telegenceSandbox();
    const values = {
      singleUserCode: 'LARGE',
      addOfferingCode: 'DEMOSOC',
      IMEI: '350000000000099',
      sim: iccid(4),
      serviceZipCode: '75002',
      technologyType: 'LTE',
      subscriberStatus: 'S',
      reasonCode: 'CUST_OWN_EQU',
    };
    expect((await update(sandbox, 1, values)).status).toBe(200);
    expect((await update(sandbox, 1, values)).status).toBe(200);
    expect(await sandbox.effects()).toEqual([
      `ratePlan ${iccid(1)} LARGE`,
      `customField ${iccid(1)} addOfferingCode=DEMOSOC`,
      `customField ${iccid(1)} IMEI=350000000000099`,
      `customField ${iccid(1)} sim=${iccid(4)}`,
      `customField ${iccid(1)} serviceZipCode=75002`,
      `customField ${iccid(1)} technologyType=LTE`,
      `status ${iccid(1)} S`,
    ]);
    expect(await read(sandbox, 1)).toMatchObject({
      subscriberStatus: 'S',
      statusReasonCode: 'CUST_OWN_EQU',
      sim: iccid(4),
      offeringCode1: 'DEMOSOC',
    });
  });

  it('takes a feature away', async () => {
    const sandbox = await telegenceSandbox();
    await update(sandbox, 1, { addOfferingCode: 'DEMOSOC' });
    await update(sandbox, 1, { removeOfferingCode: 'DEMOSOC' });
    expect(await read(sandbox, 1)).not.toHaveProperty('offeringCode1');
    expect(await sandbox.effects()).toHaveLength(2);
  });

  it('applies nothing of an update of which one value is wrong', async () => {
    const sandbox = await telegenceSandbox();
    for (const wrong of [
      { singleUserCode: 'NONE' },
      { sim: iccid(2) },
      { sim: iccid(9) },
      { IMEI: '12' },
      { subscriberStatus: 'X' },
      { unheardOf: '1' },
    ]) {
      const reply = await update(sandbox, 1, { technologyType: 'LTE', ...wrong });
      expect(reply).toMatchObject({ status: 400, json: { errorDescription: expect.any(String) as string } });
    }
    expect((await sandbox.send('PATCH', line(1), { singleUserCode: 'LARGE' })).status).toBe(400);
    expect(await sandbox.effects()).toEqual([]);
  });

  it('answers the shape of its own for a device that needs an eSIM', async () => {
    const sandbox = await telegenceSandbox();
    const device = { account: 'acme', subscriberNumber: number(6), iccid: iccid(6), requiresEsim: true };
    await sandbox.admin('POST', 'devices', [device]);
    expect(await update(sandbox, 6, { singleUserCode: 'LARGE' })).toMatchObject({
      status: 404,
      json: { id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string, description: '/service/' },
    });
  });

  it('suspends, restores and cancels, and resumes a cancelled line only for a while', async () => {
    const sandbox = await telegenceSandbox();
    const set = async (subscriberStatus: string): Promise<number> =>
      (await update(sandbox, 1, { subscriberStatus })).status;
    expect([await set('S'), await set('A'), await set('C'), await set('S')]).toEqual([200, 200, 200, 400]);
    expect((await update(sandbox, 1, { singleUserCode: 'LARGE' })).status).toBe(400);
    expect([await set('A'), await set('C')]).toEqual([200, 200]);
    await pass(sandbox, 32 * 86_400);
    expect(await set('A')).toBe(400);
    expect(await sandbox.effects()).toHaveLength(5);
  });

  it('keeps a later update until its day', async () => {
    const sandbox = await telegenceSandbox();
    expect((await update(sandbox, 1, { singleUserCode: 'LARGE' }, day(2))).status).toBe(200);
    const waiting = await sandbox.admin('GET', `devices/${number(1)}`);
    expect(waiting.json).toMatchObject({
      singleUserCode: 'SMALL',
      scheduled: [{ day: day(2).slice(0, 10) }],
    });
    await pass(sandbox, 2 * 86_400);
    expect(await sandbox.effects()).toEqual([`ratePlan ${iccid(1)} LARGE`]);
    expect((await update(sandbox, 2, { singleUserCode: 'LARGE' }, day(2))).status).toBe(200);
    expect(await read(sandbox, 2)).toMatchObject({ singleUserCode: 'LARGE' });
  });

  it('refuses a date before the bill cycle, one too far ahead and one of another form', async () => {
    const sandbox = await telegenceSandbox();
    for (const wrong of [day(-40), day(31), '2026-01-01', '2026-02-30Z']) {
      expect((await update(sandbox, 1, { singleUserCode: 'LARGE' }, wrong)).status).toBe(400);
    }
  });

  it('can be told to reject one line', async () => {
    const sandbox = await telegenceSandbox();
    await sandbox.faults({ when: { operation: 'updateLine', device: number(1) }, do: 'rejectItem' });
    expect((await update(sandbox, 1, { singleUserCode: 'LARGE' })).status).toBe(400);
    expect((await update(sandbox, 2, { singleUserCode: 'LARGE' })).status).toBe(200);
  });
});

describe('the list of devices', () => {
  it('comes in pages named by headers, without cancelled lines', async () => {
    const sandbox = await telegenceSandbox();
    await update(sandbox, 2, { subscriberStatus: 'C' });
    const reply = await sandbox.send('GET', devices, undefined, { 'current-page': '2', 'page-size': '1' });
    expect(reply.headers.get('page-total')).toBe('2');
    expect(reply.headers.get('refresh-timestamp')).not.toBeNull();
    expect(reply.json).toEqual([
      {
        foundationAccountNumber: 'fan-1',
        billingAccountNumber: 'ban-acme',
        subscriberNumber: number(3),
        subscriberNumberStatus: 'A',
      },
    ]);
    expect((await sandbox.send('GET', devices, undefined, { 'page-size': '251' })).status).toBe(400);
  });

  it('comes with the status of the billing account beside it', async () => {
    const { send } = await telegenceSandbox();
    const accounts = '/sp/mobility/api/v1/billingaccounts';
    expect((await send('GET', `${accounts}/ban-acme`)).json).toEqual({ status: 'active' });
    expect((await send('GET', `${accounts}/ban-other`)).status).toBe(404);
  });
});

describe('failures around the carrier', () => {
  it('come from a gateway as plain text, and from the carrier as JSON', async () => {
    const sandbox = await telegenceSandbox();
    await sandbox.faults({ do: 'http', status: 503, times: 1 }, { do: 'http', status: 500, times: 1 });
    const gateway = await sandbox.send('GET', line(1));
    expect([gateway.status, gateway.json, gateway.text]).toEqual([503, undefined, 'no healthy upstream']);
    expect(await sandbox.send('GET', line(1))).toMatchObject({
      status: 500,
      json: { errorDescription: 'Internal server error' },
    });
  });

  it('can hide an update that was applied', async () => {
    const sandbox = await telegenceSandbox();
    await sandbox.faults({ when: { operation: 'updateLine' }, do: 'applyThenDrop', times: 1 });
    await expect(update(sandbox, 1, { singleUserCode: 'LARGE' })).rejects.toThrow('fetch failed');
    expect(await read(sandbox, 1)).toMatchObject({ singleUserCode: 'LARGE' });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateWindow } from '../../src/simulators/frame/rate-window.ts';
import { startJasperSimulator } from '../../src/simulators/jasper/start-jasper-simulator.ts';
import { iccid, jasperSandbox, jasperSeed } from './running-simulators.ts';

describe('records', () => {
  it('shows the truth by any identifier and lists it in pages', async () => {
    const { admin } = await jasperSandbox();
    expect((await admin('GET', 'devices/882350000000002')).json).toMatchObject({
      iccid: iccid(2),
      status: 'ACTIVATED',
    });
    expect((await admin('GET', 'devices/8901999')).status).toBe(404);
    const first = (await admin('GET', 'devices?limit=3')).json as { devices: unknown[]; nextCursor: string };
    expect(first.devices).toHaveLength(3);
    const last = await admin('GET', `devices?limit=3&cursor=${first.nextCursor}`);
    expect(last.json).toMatchObject({ devices: [{ iccid: iccid(9) }], nextCursor: null });
  });

  it('adds records, and names the one it cannot add', async () => {
    const { admin, send, effects } = await jasperSandbox();
    const added = await admin('POST', 'devices', [
      { account: 'acme', iccid: iccid(20), status: 'INVENTORY' },
    ]);
    expect(added).toMatchObject({ status: 201, json: { added: 1 } });
    expect((await send('GET', `/devices/${iccid(20)}`)).json).toMatchObject({ status: 'INVENTORY' });
    const refused = await admin('POST', 'devices', [{ account: 'nobody', iccid: iccid(21) }]);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('Record 1');
    expect(await effects()).toEqual([]);
  });
});

describe('logs', () => {
  it('ties each effect to its request and streams only what is newer', async () => {
    const { admin, send, requests } = await jasperSandbox();
    await send('GET', `/devices/${iccid(1)}`);
    await send('PUT', `/devices/${iccid(1)}`, { ratePlan: 'Large', status: 'DEACTIVATED' });
    const newer = JSON.parse((await admin('GET', 'effects?since=1')).text) as Record<string, unknown>;
    expect(newer).toMatchObject({ seq: 2, device: iccid(1), kind: 'ratePlan', value: 'Large', request: 2 });
    expect((await requests())[1]).toMatchObject({
      seq: 2,
      operation: 'editDevice',
      method: 'PUT',
      path: `/rws/api/v1/devices/${iccid(1)}`,
      account: 'acme',
      devices: [iccid(1)],
      status: 200,
      concurrent: 1,
      fault: null,
      body: { ratePlan: 'Large', status: 'DEACTIVATED' },
    });
  });

  it('keeps no credentials of a body', async () => {
    const { send, requests } = await jasperSandbox();
    await send('PUT', `/devices/${iccid(1)}`, { apiKey: 'invented', nested: [{ password: 'invented' }] });
    expect(JSON.stringify(await requests())).not.toContain('invented');
  });

  it('keeps the newest entries only', async () => {
    const { send, requests } = await jasperSandbox({ logCapacity: 3 });
    for (let at = 0; at < 5; at += 1) await send('GET', '/echo/x');
    expect((await requests()).map(({ seq }) => seq)).toEqual([3, 4, 5]);
  });

  it('counts by operation and status, with the peaks of each account', async () => {
    const { admin, send } = await jasperSandbox();
    await Promise.all([1, 2, 3, 99].map((at) => send('GET', `/devices/${iccid(at)}`)));
    expect((await admin('GET', 'statistics')).json).toMatchObject({
      requests: 4,
      operations: { getDevice: { '200': 3, '404': 1 } },
      accounts: { acme: { requests: 4, highestRatePerSecond: 4 } },
    });
  });
});

describe('limits', () => {
  it('accepts at most the rate in any sliding second, and every request that keeps to it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 }), (gaps) => {
        const window = createRateWindow(5);
        let now = 0;
        const accepted: number[] = [];
        for (const gap of gaps) {
          now += gap;
          const inLastSecond = accepted.filter((at) => at > now - 1_000).length;
          const taken = window.take(now) === 0;
          expect(taken).toBe(inLastSecond < 5);
          if (taken) accepted.push(now);
        }
      }),
    );
  });

  it('lets five requests a second through and refuses the sixth', async () => {
    const { send, admin } = await jasperSandbox({ limits: {} });
    const statuses: number[] = [];
    for (let at = 0; at < 6; at += 1) statuses.push((await send('GET', '/echo/x')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    await admin('PUT', 'limits', { acme: { requestsPerSecond: null } });
    expect((await send('GET', '/echo/x')).status).toBe(200);
  });

  it('refuses a second request at the same time, as a server error when told so', async () => {
    const sandbox = await jasperSandbox({ limits: { '*': { overLimit: '500' } } });
    const { send, sendAndHold, admin, faults } = sandbox;
    await faults({ do: 'drop', times: 1 });
    const held = await sendAndHold('GET', '/echo/x');
    expect((await send('GET', '/echo/x')).status).toBe(500);
    held.giveUp();
    expect((await admin('GET', 'limits')).json).toMatchObject({
      acme: { requestsPerSecond: 5, concurrency: 1, pageSize: 50, overLimit: '500' },
    });
  });

  it('never meets the request before on the same connection', async () => {
    const { send } = await jasperSandbox({ limits: { '*': { requestsPerSecond: null } } });
    const statuses = new Set<number>();
    for (let at = 0; at < 200; at += 1) statuses.add((await send('GET', '/echo/x')).status);
    expect([...statuses]).toEqual([200]);
  });
});

describe('reset and access', () => {
  it('returns records, logs, faults, limits and clock to the seed', async () => {
    const { admin, send, effects, requests, faults } = await jasperSandbox();
    await send('PUT', `/devices/${iccid(1)}`, { ratePlan: 'Large' });
    await faults({ do: 'reset' });
    await admin('POST', 'clock', { advanceMs: 60_000 });
    expect((await admin('POST', 'reset')).status).toBe(200);
    expect([await effects(), await requests()]).toEqual([[], []]);
    expect((await admin('GET', 'clock')).json).toMatchObject({ offsetMs: 0 });
    expect((await send('GET', `/devices/${iccid(1)}`)).json).toMatchObject({ ratePlan: 'Small' });
  });

  it('needs a key on anything but loopback', async () => {
    await expect(startJasperSimulator({ host: '0.0.0.0' })).rejects.toThrow('--admin-key');
    const simulator = await startJasperSimulator({ host: '0.0.0.0', adminKey: 'invented', seed: jasperSeed });
    const url = `http://127.0.0.1:${simulator.port}/__simulator/statistics`;
    const without = await fetch(url);
    const withKey = await fetch(url, { headers: { 'x-simulator-key': 'invented' } });
    expect([without.status, withKey.status]).toEqual([401, 200]);
    await simulator.close();
  });
});

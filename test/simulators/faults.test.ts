import { describe, expect, it } from 'vitest';
import { iccid, jasperSandbox, type Sandbox } from './running-simulators.ts';

const edit = (sandbox: Sandbox, at = 1): ReturnType<Sandbox['send']> =>
  sandbox.send('PUT', `/devices/${iccid(at)}`, { ratePlan: 'Large' });

const statuses = async (sandbox: Sandbox, count: number): Promise<number[]> => {
  const found: number[] = [];
  for (let at = 0; at < count; at += 1) found.push((await sandbox.send('GET', '/echo/x')).status);
  return found;
};

/** Sends a request that is not answered, and gives up once it has arrived. */
async function giveUpOn(sandbox: Sandbox, method: string, path: string, body?: unknown): Promise<void> {
  const { reply, giveUp } = await sandbox.sendAndHold(method, path, body);
  giveUp();
  await expect(reply).rejects.toThrow();
  await expect.poll(async () => (await sandbox.requests()).length).toBe(1);
}

describe('what a fault does', () => {
  it('http: answers the status with Retry-After in the carrier’s body, and applies nothing', async () => {
    const sandbox = await jasperSandbox();
    await sandbox.faults({
      when: { operation: 'editDevice', device: iccid(1) },
      do: 'http',
      status: 429,
      retryAfterSeconds: 2,
      times: 1,
    });
    expect((await edit(sandbox, 2)).status).toBe(200);
    const reply = await edit(sandbox);
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '2']);
    expect(reply.json).toHaveProperty('errorMessage');
    expect(await sandbox.effects()).toEqual([`ratePlan ${iccid(2)} Large`]);
    expect((await edit(sandbox)).status).toBe(200);
    expect((await sandbox.admin('GET', 'faults')).json).toMatchObject({ rules: [{ hits: 1 }] });
  });

  it('http: can answer a gateway’s page or a body of the plan’s own', async () => {
    const sandbox = await jasperSandbox();
    await sandbox.faults(
      { do: 'http', status: 502, html: true, times: 1 },
      { do: 'http', status: 503, body: { note: 'closed' }, times: 1 },
    );
    const page = await edit(sandbox);
    expect([page.status, page.text.startsWith('<html>')]).toEqual([502, true]);
    expect(await edit(sandbox)).toMatchObject({ status: 503, json: { note: 'closed' } });
  });

  it.each(['reset', 'drop'])('%s: gives no answer and applies nothing', async (kind) => {
    const sandbox = await jasperSandbox();
    await sandbox.faults({ do: kind, ms: 20, times: 1 });
    await expect(edit(sandbox)).rejects.toThrow('fetch failed');
    expect(await sandbox.effects()).toEqual([]);
    expect((await edit(sandbox)).status).toBe(200);
  });

  it('drop: lets go of the request when the client gives up', async () => {
    const sandbox = await jasperSandbox({ limits: { '*': { requestsPerSecond: null } } });
    await sandbox.faults({ do: 'drop', times: 1 });
    await giveUpOn(sandbox, 'GET', '/echo/x');
    expect((await sandbox.requests())[0]).toMatchObject({ status: null, fault: 'drop' });
    expect((await edit(sandbox)).status).toBe(200);
  });

  it('slow: a client that gives up is no longer under way, and its change is made', async () => {
    const sandbox = await jasperSandbox({ limits: { '*': { requestsPerSecond: null } } });
    await sandbox.faults({ when: { operation: 'editDevice' }, do: 'slow', ms: 60_000 });
    await giveUpOn(sandbox, 'PUT', `/devices/${iccid(1)}`, { ratePlan: 'Large' });
    expect((await sandbox.send('GET', `/devices/${iccid(1)}`)).json).toMatchObject({ ratePlan: 'Large' });
  });

  it('applyThenDrop: applies, then closes the connection', async () => {
    const sandbox = await jasperSandbox();
    await sandbox.faults({ when: { operation: 'editDevice' }, do: 'applyThenDrop', times: 1 });
    await expect(edit(sandbox)).rejects.toThrow('fetch failed');
    expect(await sandbox.effects()).toEqual([`ratePlan ${iccid(1)} Large`]);
  });

  it('applyThenHttp: applies, then answers an error', async () => {
    const sandbox = await jasperSandbox();
    await sandbox.faults({ do: 'applyThenHttp', status: 500 });
    expect(await edit(sandbox)).toMatchObject({ status: 500, json: { errorCode: '30000001' } });
    expect(await sandbox.effects()).toHaveLength(1);
  });

  it('unauthorized and rejectItem: answer as the carrier would', async () => {
    const sandbox = await jasperSandbox();
    await sandbox.faults(
      { do: 'unauthorized', times: 1 },
      { when: { device: iccid(1) }, do: 'rejectItem', times: 1 },
    );
    expect(await edit(sandbox)).toMatchObject({ status: 401, json: { errorCode: '10000001' } });
    expect((await sandbox.send('GET', `/devices/${iccid(1)}`)).status).toBe(200);
    expect((await edit(sandbox)).status).toBe(400);
    expect(await sandbox.effects()).toEqual([]);
  });

  it('slow and latencyMs: hold the answer back', async () => {
    const sandbox = await jasperSandbox();
    const rules = [{ do: 'slow', ms: 30 }];
    await sandbox.admin('PUT', 'faults', { latencyMs: [20, 20], rules });
    expect((await edit(sandbox)).status).toBe(200);
    const [request] = await sandbox.requests();
    expect(request).toMatchObject({ fault: 'slow', status: 200 });
    expect(Number(request?.['durationMs'])).toBeGreaterThanOrEqual(45);
  });

  it.each(['sessionExpired', 'callbackNever', 'callbackTwice', 'stuckPending', 'fewerAddresses'])(
    '%s: is accepted and means nothing here',
    async (kind) => {
      const sandbox = await jasperSandbox();
      await sandbox.faults({ do: kind });
      expect((await edit(sandbox)).status).toBe(200);
      expect((await sandbox.admin('GET', 'faults')).json).toMatchObject({ rules: [{ do: kind, hits: 0 }] });
    },
  );
});

describe('when a fault fires', () => {
  const failing = { do: 'http', status: 503 };

  it('nth: at one request only', async () => {
    const sandbox = await jasperSandbox();
    await sandbox.faults({ when: { nth: 2 }, ...failing });
    expect(await statuses(sandbox, 4)).toEqual([200, 503, 200, 200]);
  });

  it('every: at each n-th request, up to its times', async () => {
    const sandbox = await jasperSandbox();
    await sandbox.faults({ when: { every: 2 }, ...failing, times: 2 });
    expect(await statuses(sandbox, 7)).toEqual([200, 503, 200, 503, 200, 200, 200]);
  });

  it('probability: at the same requests for the same seed', async () => {
    const sandbox = await jasperSandbox();
    const plan = { seed: 7, rules: [{ when: { probability: 0.5 }, ...failing }] };
    await sandbox.admin('PUT', 'faults', plan);
    const first = await statuses(sandbox, 20);
    await sandbox.admin('PUT', 'faults', plan);
    expect(await statuses(sandbox, 20)).toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 503]));
  });

  it('account: only for that account', async () => {
    const sandbox = await jasperSandbox();
    await sandbox.faults({ when: { account: 'other' }, ...failing });
    expect(await statuses(sandbox, 1)).toEqual([200]);
  });

  it('refuses a plan with a selector or kind it does not know', async () => {
    const { admin } = await jasperSandbox();
    expect((await admin('PUT', 'faults', { rules: [{ when: { colour: 'red' }, do: 'reset' }] })).status).toBe(
      400,
    );
    expect((await admin('PUT', 'faults', { rules: [{ do: 'explode' }] })).status).toBe(400);
  });
});

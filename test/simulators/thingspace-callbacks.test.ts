import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { iccid } from './running-simulators.ts';
import { accountName, listen, thingspaceSandbox } from './thingspace-sandbox.ts';

const activation = { servicePlan: 'm2m4G', mdnZipCode: '98801' };

describe('callbacks', () => {
  it('tell the result of each line, with the credentials of the registration inside', async () => {
    const sandbox = await thingspaceSandbox();
    const listener = await listen(sandbox);
    const requestId = await sandbox.act('activate', [5, 1], activation);
    await expect.poll(() => listener.received.length).toBe(2);
    const of = (at: number): unknown =>
      listener.received.find((body) => JSON.stringify(body['deviceIds']).includes(iccid(at)));
    const { mdn } = await sandbox.truth(5);
    expect(of(5)).toMatchObject({
      username: 'cb-user',
      password: 'cb-pass',
      requestId,
      status: 'Success',
      callbackCount: 1,
      maxCallbackThreshold: 4,
      deviceResponse: {
        activateResponse: {
          state: 'active',
          servicePlan: 'm2m4G',
          deviceIds: [{ id: mdn, kind: 'mdn' }, {}],
        },
      },
    });
    expect(of(1)).toMatchObject({
      requestId,
      status: 'Failed',
      faultResponse: { faultcode: 'UnifiedWebService.REQUEST_FAILED.DeviceAlreadyActive' },
    });
    expect(of(1)).not.toHaveProperty('deviceResponse');
    const [logged] = await sandbox.lines('callbacks');
    expect(logged).toMatchObject({
      seq: 1,
      attempt: 1,
      status: 200,
      requestId,
      body: { password: '[redacted]' },
    });
  });

  it.each([
    ['suspend', [1], {}, 'suspendResponse'],
    ['restore', [4], {}, 'restoreResponse'],
    ['deactivate', [1], { reasonCode: 'FF' }, 'deactivateResponse'],
    ['plan', [1], { servicePlan: 'm2m10' }, 'changeServicePlanResponse'],
    ['customFields', [1], {}, 'customFieldsResponse'],
  ])('of %s have a member of its own', async (operation, lines, more, member) => {
    const sandbox = await thingspaceSandbox();
    const listener = await listen(sandbox);
    await sandbox.act(operation, lines, more);
    await expect.poll(() => listener.received.length).toBe(1);
    expect(Object.keys(Object(listener.received[0]?.['deviceResponse']) as object)).toEqual([member]);
  });

  it('are tried four times in all, five minutes apart by the simulator’s clock', async () => {
    const sandbox = await thingspaceSandbox();
    const listener = await listen(sandbox);
    listener.statuses.push(500, 302, 503, 500);
    await sandbox.act('suspend', [1]);
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      await expect.poll(async () => (await sandbox.lines('callbacks')).length).toBe(attempt);
      await sandbox.admin('POST', 'clock', { advanceSeconds: 299 });
      expect(await sandbox.lines('callbacks')).toHaveLength(attempt);
      await sandbox.admin('POST', 'clock', { advanceSeconds: 2 });
    }
    expect(listener.received.map((body) => body['callbackCount'])).toEqual([1, 2, 3, 4]);
    expect(await sandbox.lines('callbacks?since=3')).toMatchObject([{ seq: 4, attempt: 4, status: 500 }]);
  });

  it('log a listener that cannot be reached, and come again as soon as the limits say', async () => {
    const sandbox = await thingspaceSandbox({
      limits: { '*': { processingMs: [0, 0], callbackRetryMs: 5 } },
    });
    await sandbox.call('POST', `callbacks/${accountName}`, {
      name: 'CarrierService',
      url: 'http://127.0.0.1:9/nobody',
    });
    await sandbox.act('suspend', [1]);
    await expect.poll(async () => (await sandbox.lines('callbacks')).length).toBe(4);
    expect((await sandbox.lines('callbacks'))[0]).toMatchObject({
      status: null,
      error: expect.any(String) as string,
    });
  });

  it('are still tried again after a restart', async () => {
    const stateFile = join(mkdtempSync(join(tmpdir(), 'thingspace-')), 'state.ndjson');
    const first = await thingspaceSandbox({ stateFile });
    const listener = await listen(first);
    listener.statuses.push(500);
    await first.act('suspend', [1]);
    await expect.poll(async () => (await first.lines('callbacks')).length).toBe(1);
    await first.simulator.close();
    const second = await thingspaceSandbox({ stateFile });
    await second.admin('POST', 'clock', { advanceSeconds: 300 });
    await expect.poll(() => listener.received.map((body) => body['callbackCount'])).toEqual([1, 2]);
  });

  it('stop when the registration is deleted', async () => {
    const sandbox = await thingspaceSandbox();
    await listen(sandbox);
    const path = `callbacks/${accountName}`;
    expect((await sandbox.call('GET', path)).json).toMatchObject([{ serviceName: 'CarrierService' }]);
    expect((await sandbox.call('DELETE', `${path}/name/CarrierService`)).json).toEqual({
      accountName,
      serviceName: 'CarrierService',
    });
    expect(await sandbox.settled(await sandbox.act('suspend', [1]))).toBe('Success');
    expect(await sandbox.lines('callbacks')).toEqual([]);
  });
});

describe('faults of callbacks', () => {
  it('callbackNever: does the work and tells nobody', async () => {
    const sandbox = await thingspaceSandbox();
    const listener = await listen(sandbox);
    await sandbox.faults({ when: { operation: 'suspend' }, do: 'callbackNever', times: 1 });
    expect(await sandbox.settled(await sandbox.act('suspend', [1]))).toBe('Success');
    const told = await sandbox.act('suspend', [2]);
    await expect.poll(() => listener.received.length).toBe(1);
    expect(listener.received[0]).toMatchObject({ requestId: told });
  });

  it('callbackTwice: tells the same result twice', async () => {
    const sandbox = await thingspaceSandbox();
    const listener = await listen(sandbox);
    await sandbox.faults({ do: 'callbackTwice', times: 1 });
    await sandbox.act('suspend', [1]);
    await expect.poll(() => listener.received.length).toBe(2);
    const { callbackCount, ...first } = listener.received[0] ?? {};
    expect(callbackCount).toBe(1);
    expect(listener.received[1]).toMatchObject({ ...first, callbackCount: 2 });
  });

  it('callbackFirst: has told the result before it answers', async () => {
    const sandbox = await thingspaceSandbox({ limits: { '*': { processingMs: [60_000, 60_000] } } });
    const listener = await listen(sandbox);
    await sandbox.faults({ do: 'callbackFirst', times: 1 });
    const requestId = await sandbox.act('suspend', [1]);
    expect(listener.received).toMatchObject([{ requestId, status: 'Success' }]);
  });

  it('callbackOutOfOrder: lets the result of a later request overtake', async () => {
    const sandbox = await thingspaceSandbox();
    const listener = await listen(sandbox);
    await sandbox.faults({ do: 'callbackOutOfOrder', times: 1 });
    const first = await sandbox.act('suspend', [1]);
    const second = await sandbox.act('suspend', [2]);
    await expect.poll(() => listener.received.length).toBe(2);
    expect(listener.received.map((body) => body['requestId'])).toEqual([second, first]);
  });

  it('callbackFailed: changes nothing, and strikes only the device it names', async () => {
    const sandbox = await thingspaceSandbox();
    await sandbox.faults({
      when: { operation: 'suspend', device: iccid(1) },
      do: 'callbackFailed',
      faultcode: 'REQUEST_FAILED.Demo',
    });
    const listener = await listen(sandbox);
    expect(await sandbox.settled(await sandbox.act('suspend', [1, 2]))).toBe('Failure');
    expect(await sandbox.effects()).toEqual([`status ${iccid(2)} suspend`]);
    expect(await sandbox.truth(1)).toMatchObject({ status: 'active' });
    await expect.poll(() => listener.received.length).toBe(2);
    expect(listener.received).toContainEqual(
      expect.objectContaining({
        faultResponse: expect.objectContaining({ faultcode: 'REQUEST_FAILED.Demo' }) as object,
      }),
    );
  });

  it('rejectItem: refuses a device in its callback and the others not', async () => {
    const sandbox = await thingspaceSandbox();
    await sandbox.faults({ when: { device: iccid(1) }, do: 'rejectItem' });
    expect(await sandbox.settled(await sandbox.act('suspend', [1, 2]))).toBe('Failure');
    expect(await sandbox.effects()).toEqual([`status ${iccid(2)} suspend`]);
  });

  it('stuckPending: stays pending for a day', async () => {
    const sandbox = await thingspaceSandbox();
    await sandbox.faults({ do: 'stuckPending', times: 1 });
    const requestId = await sandbox.act('suspend', [1]);
    await sandbox.admin('POST', 'clock', { advanceSeconds: 23 * 3_600 });
    expect(await sandbox.truth(1)).toMatchObject({ status: 'pending suspend' });
    await sandbox.admin('POST', 'clock', { advanceSeconds: 3_601 });
    await sandbox.logIn();
    expect(await sandbox.settled(requestId)).toBe('Success');
  });

  it('applyThenDrop: the request runs although its id is never told', async () => {
    const sandbox = await thingspaceSandbox();
    await sandbox.faults({ when: { operation: 'suspend' }, do: 'applyThenDrop', times: 1 });
    await expect(sandbox.act('suspend', [1])).rejects.toThrow('fetch failed');
    await expect.poll(async () => (await sandbox.truth(1))['status']).toBe('suspend');
  });

  it('unauthorized: answers as the gateway does', async () => {
    const sandbox = await thingspaceSandbox();
    await sandbox.faults({ do: 'unauthorized', times: 1 });
    expect(await sandbox.call('POST', 'devices/actions/list', {})).toMatchObject({
      status: 401,
      json: { fault: { code: '900901' } },
    });
  });
});

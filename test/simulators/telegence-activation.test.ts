import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { iccid, type Sandbox } from './running-simulators.ts';
import { elements, number, order, pass, telegenceSandbox, type Element } from './telegence-sandbox.ts';

const path = '/sp/mobility/api/v1/service/activation';

async function activate({ send }: Sandbox, ...orders: unknown[]): Promise<string> {
  const [first] = elements(await send('POST', path, orders));
  return first?.id ?? '';
}

const poll = async ({ send }: Sandbox, id: string): Promise<Element[]> =>
  elements(await send('GET', `${path}/${id}`));

const statuses = (batch: readonly Element[]): string[] => batch.map(({ service }) => service.status);

it('goes from pending over reserved to active, with a number that the line then has', async () => {
  const sandbox = await telegenceSandbox();
  const accepted = elements(await sandbox.send('POST', path, [order(4)]));
  expect(accepted).toMatchObject([
    {
      interactionStatus: 'inProgress',
      service: { status: 'pending', subscriberNumber: '', name: 'activation' },
    },
  ]);
  const id = accepted[0]?.id ?? '';
  await pass(sandbox, 35);
  expect(statuses(await poll(sandbox, id))).toEqual(['reserved']);
  await pass(sandbox, 25);
  const [done] = await poll(sandbox, id);
  const given = done?.service.subscriberNumber ?? '';
  expect(done).toMatchObject({ interactionStatus: 'completed', service: { status: 'active' } });
  expect(given).toMatch(/^[2-9]\d\d[2-9]\d{6}$/);
  expect(await sandbox.effects()).toEqual([`activation ${iccid(4)} ${given}`]);
  const line = await sandbox.send('GET', `/sp/mobility/lineconfig/api/v1/service/${given}`);
  expect(line.json).toMatchObject({ subscriberNumber: given });
  for (const [name, value] of [
    ['sim', iccid(4)],
    ['contactName', 'Ada Park'],
    ['offeringCode1', 'DEMOSOC'],
    ['BLIMEI', '350000000000014'],
  ]) {
    expect(line.text).toContain(JSON.stringify({ name, value }));
  }
});

it('ends a batch partly active and partly rejected, in the order of the request', async () => {
  const sandbox = await telegenceSandbox();
  const strange = { ...(order(5) as object), billingAccount: { id: 'ban-other' } };
  const id = await activate(
    sandbox,
    order(1),
    order(4),
    order(4),
    order(9),
    order(6),
    order(5, { singleUserCode: 'NONE' }),
    strange,
  );
  await pass(sandbox, 60);
  const batch = await poll(sandbox, id);
  expect(statuses(batch)).toEqual([
    'rejected',
    'active',
    'rejected',
    'rejected',
    'rejected',
    'rejected',
    'rejected',
  ]);
  expect(batch.map(({ service }) => service.error)).toEqual([
    `SIM ${iccid(1)} is in use`,
    undefined,
    `SIM ${iccid(4)} is in use`,
    `sim ${iccid(9)} is not valid`,
    'The device requires an eSIM',
    'singleUserCode NONE is not valid',
    'billingAccount ban-other is not valid',
  ]);
  expect(batch[4]?.service.name).toBe('/service/');
  expect(await sandbox.effects()).toHaveLength(1);
});

it('gives a SIM one number however often it is activated, also after an answer was lost', async () => {
  const sandbox = await telegenceSandbox();
  await sandbox.faults({ when: { operation: 'activate' }, do: 'applyThenDrop', times: 1 });
  await expect(sandbox.send('POST', path, [order(4)])).rejects.toThrow('fetch failed');
  const whilePending = await activate(sandbox, order(4));
  await pass(sandbox, 60);
  const afterwards = await activate(sandbox, order(4));
  await pass(sandbox, 60);
  for (const id of [whilePending, afterwards]) {
    expect(statuses(await poll(sandbox, id))).toEqual(['rejected']);
  }
  expect(await sandbox.effects()).toHaveLength(1);
  expect((await sandbox.admin('GET', `devices/${iccid(4)}`)).json).toMatchObject({
    status: 'A',
    subscriberNumber: '5552000001',
  });
});

it('takes a second number for a SIM whose line was cancelled', async () => {
  const sandbox = await telegenceSandbox();
  const cancel = { serviceCharacteristic: [{ name: 'subscriberStatus', value: 'C' }] };
  await sandbox.send('PATCH', `/sp/mobility/lineconfig/api/v1/service/${number(1)}`, cancel);
  const id = await activate(sandbox, order(1));
  await pass(sandbox, 60);
  expect(statuses(await poll(sandbox, id))).toEqual(['active']);
});

it('is polled by the id of the first element, by its own account only', async () => {
  const sandbox = await telegenceSandbox();
  const accepted = elements(await sandbox.send('POST', path, [order(4), order(5)]));
  const [first, second] = accepted.map(({ id }) => id);
  expect(await poll(sandbox, first ?? '')).toHaveLength(2);
  expect((await sandbox.send('GET', `${path}/${second ?? ''}`)).status).toBe(404);
  const foreign = { 'app-id': 'other-id', 'app-secret': 'other-secret' };
  const reply = await sandbox.send('GET', `${path}/${first ?? ''}`, undefined, foreign);
  expect(reply).toMatchObject({ status: 404, json: { description: expect.any(String) as string } });
});

it('refuses more than 200 at once, none at all and what cannot be read, each in a shape of its own', async () => {
  const { send } = await telegenceSandbox();
  const many = Array.from({ length: 201 }, () => order(4));
  const message = expect.any(String) as string;
  expect(await send('POST', path, many)).toMatchObject({ status: 400, json: { responseMessage: message } });
  expect(await send('POST', path, [])).toMatchObject({ status: 400, json: { responseMessage: message } });
  expect(await send('POST', path, [{}])).toMatchObject({ status: 400, json: { description: message } });
});

it('can reject one element, keep one pending for ever, and look pending for a while', async () => {
  const sandbox = await telegenceSandbox();
  await sandbox.faults(
    { when: { operation: 'activate', device: iccid(4) }, do: 'stuckPending', times: 1 },
    { when: { operation: 'activate', device: iccid(5) }, do: 'rejectItem', times: 1 },
    { when: { operation: 'activationStatus', device: iccid(5) }, do: 'stuckPending', times: 1 },
  );
  const stuck = await activate(sandbox, order(4));
  const rejected = await activate(sandbox, order(5));
  const active = await activate(sandbox, order(5));
  await pass(sandbox, 3_600);
  expect(statuses(await poll(sandbox, stuck))).toEqual(['pending']);
  expect(statuses(await poll(sandbox, active))).toEqual(['pending']);
  expect(statuses(await poll(sandbox, active))).toEqual(['active']);
  expect(statuses(await poll(sandbox, rejected))).toEqual(['rejected']);
});

it('rejects only the first element of a batch when the fault names no device', async () => {
  const sandbox = await telegenceSandbox();
  await sandbox.faults({ when: { operation: 'activate' }, do: 'rejectItem' });
  const id = await activate(sandbox, order(4), order(5));
  await pass(sandbox, 60);
  expect(statuses(await poll(sandbox, id))).toEqual(['rejected', 'active']);
});

it('goes on with what was pending after a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'telegence-'));
  try {
    const stateFile = join(folder, 'state.ndjson');
    const before = await telegenceSandbox({ stateFile });
    const id = await activate(before, order(4));
    await before.simulator.close();
    const after = await telegenceSandbox({ stateFile });
    expect(statuses(await poll(after, id))).toEqual(['pending']);
    await pass(after, 60);
    expect(statuses(await poll(after, id))).toEqual(['active']);
    await after.simulator.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('is done by itself, without anyone asking, within the time it takes', async () => {
  const limits = { '*': { processingMs: [1, 5] as [number, number] } };
  const sandbox = await telegenceSandbox({ limits });
  await activate(sandbox, order(4));
  await expect.poll(sandbox.effects).toHaveLength(1);
});

it('forgets activations and their numbers at a reset', async () => {
  const sandbox = await telegenceSandbox();
  const id = await activate(sandbox, order(4));
  await pass(sandbox, 60);
  await sandbox.admin('POST', 'reset');
  expect((await sandbox.send('GET', `${path}/${id}`)).status).toBe(404);
  expect((await sandbox.admin('GET', `devices/${iccid(4)}`)).json).toMatchObject({
    subscriberNumber: null,
    status: null,
    activation: null,
  });
});

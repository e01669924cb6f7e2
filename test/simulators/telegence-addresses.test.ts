import { expect, it } from 'vitest';
import { iccid, type Reply, type Sandbox } from './running-simulators.ts';
import { number, pass, telegenceSandbox } from './telegence-sandbox.ts';

const requestPath = '/sp/mobility/api/v1/ipaddress';
const provisioningPath = '/sp/mobility/api/v1/ipprovisioning';

async function ask({ send }: Sandbox, ipQuantity: number): Promise<string[]> {
  const { json } = await send('POST', requestPath, { pdpName: 'static', ipQuantity });
  const { ipAddressRecords } = json as { ipAddressRecords: { ipAddress: string }[] };
  return ipAddressRecords.map(({ ipAddress }) => ipAddress);
}

const submit = (
  { send }: Sandbox,
  addresses: Record<string, string>,
  more: Record<string, unknown> = {},
): Promise<Reply> =>
  send('POST', provisioningPath, {
    pdpName: 'static',
    billingAccountNumber: 'ban-acme',
    subscriber: Object.entries(addresses).map(([subscriberNumber, ipAddress]) => ({
      subscriberNumber,
      ipAddressRecord: { ipAddress },
      lteIndicator: true,
      effectiveDate: '2026-01-05Z',
    })),
    ...more,
  });

/** The batch's id, which only the text of the message has. */
const batchId = ({ json }: Reply): string => (json as { message: string }).message.split(' ').at(-1) ?? '';

const status = async ({ send }: Sandbox, headers: Record<string, string>): Promise<unknown> =>
  (await send('GET', provisioningPath, undefined, headers)).json;

it('sets different addresses aside for each request, and fewer when the pool has no more', async () => {
  const sandbox = await telegenceSandbox();
  expect(await ask(sandbox, 2)).toEqual(['10.9.0.1', '10.9.0.2']);
  expect(await ask(sandbox, 2)).toEqual(['10.9.0.3']);
  await pass(sandbox, 31 * 60);
  expect(await ask(sandbox, 3)).toHaveLength(3);
});

it('gives a line its address step by step, with one effect', async () => {
  const sandbox = await telegenceSandbox();
  const [ipAddress = ''] = await ask(sandbox, 1);
  const id = batchId(await submit(sandbox, { [number(1)]: ipAddress }));
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  const texts = async (): Promise<unknown[]> => {
    const [entry] = (await status(sandbox, { 'batch-id': id })) as Record<string, unknown>[];
    return [entry?.['profileCheck'], entry?.['ipReservation'], entry?.['profileUpdate']];
  };
  expect(await texts()).toEqual(['In progress', 'Not started', 'Not started']);
  await pass(sandbox, 25);
  expect(await texts()).toEqual(['Success', 'In progress', 'Not started']);
  await pass(sandbox, 20);
  expect(await texts()).toEqual(['Success', 'Reserved', 'In progress']);
  await pass(sandbox, 15);
  expect(await texts()).toEqual(['Success', 'Reserved', 'Completed']);
  expect(await status(sandbox, { 'subscriber-number': number(1) })).toMatchObject([
    { batchId: id, subscriberNumber: number(1), ipAddressRecord: { ipAddress } },
  ]);
  await submit(sandbox, { [number(1)]: ipAddress });
  await pass(sandbox, 60);
  expect(await sandbox.effects()).toEqual([`ipProvisioned ${iccid(1)} ${ipAddress}`]);
  expect((await sandbox.admin('GET', `devices/${number(1)}`)).json).toMatchObject({ ipAddress });
});

it('never gives one address to two lines, and frees the one a line had before', async () => {
  const sandbox = await telegenceSandbox();
  await submit(sandbox, { [number(1)]: '10.9.0.1' });
  const id = batchId(await submit(sandbox, { [number(2)]: '10.9.0.1', [number(3)]: '10.1.1.1' }));
  await submit(sandbox, { [number(1)]: '10.9.0.2' });
  await pass(sandbox, 60);
  expect(await status(sandbox, { 'batch-id': id })).toMatchObject([
    { profileCheck: 'Success', ipReservation: 'Failed', message: '10.9.0.1 is in use' },
    { profileCheck: 'Success', ipReservation: 'Failed', profileUpdate: 'Not started' },
  ]);
  expect(await ask(sandbox, 3)).toEqual(['10.9.0.1', '10.9.0.3']);
});

it('fails the profile check of a line that is not active or not known', async () => {
  const sandbox = await telegenceSandbox();
  const suspend = { serviceCharacteristic: [{ name: 'subscriberStatus', value: 'S' }] };
  await sandbox.send('PATCH', `/sp/mobility/lineconfig/api/v1/service/${number(1)}`, suspend);
  const id = batchId(await submit(sandbox, { [number(1)]: '10.9.0.1', [number(9)]: '10.9.0.2' }));
  await pass(sandbox, 60);
  expect(await status(sandbox, { 'batch-id': id })).toMatchObject([
    { profileCheck: 'Failed', message: 'The subscriber is not active' },
    { profileCheck: 'Failed', message: 'The subscriber is not known' },
  ]);
});

it('leaves a line that was cancelled in between without an address, and the address free', async () => {
  const sandbox = await telegenceSandbox();
  const [ipAddress = ''] = await ask(sandbox, 1);
  const id = batchId(await submit(sandbox, { [number(1)]: ipAddress }));
  const cancel = { serviceCharacteristic: [{ name: 'subscriberStatus', value: 'C' }] };
  await sandbox.send('PATCH', `/sp/mobility/lineconfig/api/v1/service/${number(1)}`, cancel);
  await pass(sandbox, 60);
  expect(await status(sandbox, { 'batch-id': id })).toMatchObject([{ profileCheck: 'Failed' }]);
  expect(await sandbox.effects()).toEqual([`status ${iccid(1)} C`]);
  expect(await ask(sandbox, 3)).toHaveLength(3);
});

it('refuses more than ten subscribers, wrong names and a question without a header', async () => {
  const sandbox = await telegenceSandbox();
  const eleven = Object.fromEntries(
    Array.from({ length: 11 }, (_, at) => [`55530000${10 + at}`, '10.9.0.1']),
  );
  const one = { [number(1)]: '10.9.0.1' };
  const refused = [
    await submit(sandbox, eleven),
    await submit(sandbox, one, { pdpName: 'none' }),
    await submit(sandbox, one, { billingAccountNumber: 'ban-other' }),
    await sandbox.send('POST', requestPath, { pdpName: 'none', ipQuantity: 1 }),
    await sandbox.send('GET', provisioningPath),
  ];
  expect(refused.map(({ status: code }) => code)).toEqual([400, 400, 400, 400, 400]);
  const unknown = await sandbox.send('GET', provisioningPath, undefined, { 'batch-id': 'none' });
  expect(unknown.status).toBe(404);
});

it('can offer fewer addresses, reject one subscriber and never end for another', async () => {
  const sandbox = await telegenceSandbox();
  await sandbox.faults(
    { when: { operation: 'requestAddresses' }, do: 'fewerAddresses', times: 1 },
    { when: { operation: 'submitAddresses', device: number(1) }, do: 'rejectItem', times: 1 },
    { when: { operation: 'submitAddresses', device: iccid(2) }, do: 'stuckPending', times: 1 },
  );
  expect(await ask(sandbox, 2)).toHaveLength(1);
  const rejected = batchId(await submit(sandbox, { [number(1)]: '10.9.0.1', [number(3)]: '10.9.0.3' }));
  const stuck = batchId(await submit(sandbox, { [number(2)]: '10.9.0.2' }));
  await pass(sandbox, 3_600);
  expect(await status(sandbox, { 'batch-id': rejected })).toMatchObject([
    { profileCheck: 'Failed' },
    { profileUpdate: 'Completed' },
  ]);
  expect(await status(sandbox, { 'batch-id': stuck })).toMatchObject([{ profileCheck: 'In progress' }]);
});

it('invents the addresses of a pool that is given as a number', async () => {
  const seed = {
    accounts: [
      {
        account: 'acme',
        appId: 'acme-id',
        appSecret: 'acme-secret',
        billingAccountNumber: 'ban-acme',
        pdpNames: [{ pdpName: 'static', pool: 300 }],
      },
    ],
  };
  const sandbox = await telegenceSandbox({ seed });
  const addresses = await ask(sandbox, 400);
  expect([addresses.length, new Set(addresses).size, addresses[299]]).toEqual([300, 300, '10.0.1.46']);
});

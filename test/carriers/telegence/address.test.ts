import { expect, it } from 'vitest';
import { iccid } from '../../simulators/running-simulators.ts';
import { number, pass, telegenceSandbox } from '../../simulators/telegence-sandbox.ts';
import { carrierErrorOf } from '../carrier-error-of.ts';
import { recordedCall } from '../recorded-call.ts';
import { telegenceAt, timesOf } from './telegence-at-sandbox.ts';

const profile = {
  pdpName: 'static',
  accessPointName: 'static.apn',
  lteIndicator: true,
  defaultApnIndicator: false,
};

const order = (at: number, ipAddress: string) => ({
  subscriberNumber: number(at),
  ipAddress,
  profile,
  effectiveDate: '2026-01-05',
});

it('brings lines their addresses with one request for each step', async () => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox);
  const lines = [1, 2, 3];

  const addresses = await Promise.all(lines.map(() => carrier.requestAddress('static', recordedCall())));
  const batches = await Promise.all(
    lines.map((at, place) => carrier.submitAddress(order(at, addresses[place] ?? ''), recordedCall())),
  );
  const ask = () =>
    Promise.all(
      lines.map((at, place) =>
        carrier.addressStatus(batches[place]?.batchId ?? '', number(at), recordedCall()),
      ),
    );

  expect(await ask()).toEqual(lines.map(() => ({ kind: 'pending' })));
  await pass(sandbox, 60);
  expect(await ask()).toEqual(addresses.map((ipAddress) => ({ kind: 'done', ipAddress })));
  expect(new Set(addresses).size).toBe(3);
  expect(await timesOf(sandbox, 'requestAddresses')).toBe(1);
  expect(await timesOf(sandbox, 'submitAddresses')).toBe(1);
  expect(await timesOf(sandbox, 'addressStatus')).toBe(2);
  expect(await sandbox.effects()).toHaveLength(3);
});

it('asks for addresses in tens', async () => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox);

  const outcomes = await Promise.allSettled(
    Array.from({ length: 12 }, () => carrier.requestAddress('static', recordedCall())),
  );

  expect(await timesOf(sandbox, 'requestAddresses')).toBe(2);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
});

it('tells those who get none that fewer addresses came than were asked for', async () => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox);
  await sandbox.faults({ when: { operation: 'requestAddresses' }, do: 'fewerAddresses', times: 1 });

  const first = carrier.requestAddress('static', recordedCall());
  const second = carrier.requestAddress('static', recordedCall());

  expect(await first).toBe('10.9.0.1');
  const error = await carrierErrorOf(second);
  expect(error).toMatchObject({ code: 'telegence.no_address_available', mayHaveApplied: false });
  expect(error.message).toContain('fewer free addresses');
});

it('tells of one line that its address failed, and of the other that it is done', async () => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox);
  await sandbox.faults({ when: { operation: 'submitAddresses', device: iccid(1) }, do: 'rejectItem' });
  const [first] = await Promise.all([
    carrier.submitAddress(order(1, '10.9.0.1'), recordedCall()),
    carrier.submitAddress(order(2, '10.9.0.2'), recordedCall()),
  ]);
  await pass(sandbox, 60);

  expect(await carrier.addressStatus(first.batchId, number(1), recordedCall())).toEqual({
    kind: 'failed',
    reason: 'The subscriber was rejected',
  });
  expect(await carrier.addressStatus(first.batchId, number(2), recordedCall())).toEqual({
    kind: 'done',
    ipAddress: '10.9.0.2',
  });
});

it('submits an address once when the answer was lost and the caller reads first', async () => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox);
  await sandbox.faults({ when: { operation: 'submitAddresses' }, do: 'applyThenDrop', times: 1 });
  await carrierErrorOf(carrier.submitAddress(order(1, '10.9.0.1'), recordedCall()));
  const retry = recordedCall({ readFirst: true });

  const { batchId } = await carrier.submitAddress(order(1, '10.9.0.1'), retry);

  expect(retry.writes).toEqual([]);
  await pass(sandbox, 60);
  expect(await carrier.addressStatus(batchId, number(1), recordedCall())).toMatchObject({ kind: 'done' });
  expect(await timesOf(sandbox, 'submitAddresses')).toBe(1);
});

it('goes on with an earlier submission of the line that is on its way, whichever address that has', async () => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox);
  const { batchId } = await carrier.submitAddress(order(1, '10.9.0.1'), recordedCall());
  const retry = recordedCall({ readFirst: true });

  expect(await carrier.addressUnderWay(number(1), recordedCall())).toEqual({
    batchId,
    ipAddress: '10.9.0.1',
  });
  expect(await carrier.submitAddress(order(1, '10.9.0.2'), retry)).toEqual({ batchId });
  expect(retry.writes).toEqual([]);
});

it('submits another address once an earlier one has failed', async () => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox);
  await sandbox.faults({ when: { operation: 'submitAddresses' }, do: 'rejectItem', times: 1 });
  const { batchId } = await carrier.submitAddress(order(1, '10.9.0.1'), recordedCall());
  await pass(sandbox, 60);

  expect(await carrier.addressUnderWay(number(1), recordedCall())).toBeNull();
  const again = await carrier.submitAddress(order(1, '10.9.0.2'), recordedCall({ readFirst: true }));
  expect(again.batchId).not.toBe(batchId);
});

it('knows of no address under way when the line was given none, or has it already', async () => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox);
  expect(await carrier.addressUnderWay(number(1), recordedCall())).toBeNull();
  await carrier.submitAddress(order(1, '10.9.0.1'), recordedCall());
  await pass(sandbox, 60);
  expect(await carrier.addressUnderWay(number(1), recordedCall())).toBeNull();
});

import { expect, it } from 'vitest';
import { iccid } from '../../simulators/running-simulators.ts';
import { number, pass, telegenceSandbox } from '../../simulators/telegence-sandbox.ts';
import { carrierErrorOf } from '../carrier-error-of.ts';

import { recordedCall } from '../recorded-call.ts';
import { planCoded } from './plan-coded.ts';
import { telegenceAt, timesOf } from './telegence-at-sandbox.ts';

const suspension = { identifier: number(1), target: 'suspended', reasonCode: 'CR' } as const;
const features = { identifier: number(1), add: ['FAST', 'VOICE'], remove: ['OLD'] };

it('reads a line in the words of the product', async () => {
  const carrier = telegenceAt(await telegenceSandbox());

  expect(await carrier.readDevice(number(1), recordedCall())).toEqual({
    identifier: number(1),
    status: 'active',
    ratePlan: 'SMALL',
    communicationPlan: null,
    msisdn: number(1),
    imei: '350000000000001',
    ipAddress: null,
    iccid: iccid(1),
    features: [],
  });
});

it('does not find the line of another account', async () => {
  const carrier = telegenceAt(await telegenceSandbox());

  const error = await carrierErrorOf(carrier.readDevice(number(9), recordedCall()));

  expect(error).toMatchObject({ code: 'carrier.device_not_found', httpStatus: 404 });
});

it('hides the contact’s name from the log of a line', async () => {
  const sandbox = await telegenceSandbox();
  const contactName = 'Ada Park';
  await sandbox.admin('POST', 'devices', [
    { account: 'acme', subscriberNumber: number(1), iccid: iccid(1), contactName },
  ]);
  const call = recordedCall();

  await telegenceAt(sandbox).readDevice(number(1), call);

  expect(call.exchanges[0]?.responseText).toContain('"name":"contactName","value":"[redacted]"');
  expect(JSON.stringify(call.exchanges)).not.toMatch(/Ada|Park|acme-secret/);
});

it.each([
  { target: 'suspended', letters: ['S'] },
  { target: 'deactivated', letters: ['C'] },
  { target: 'active', letters: ['S', 'A'] },
] as const)('sets $target by its letter', async ({ target, letters }) => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox);
  if (target === 'active') await carrier.changeStatus(suspension, recordedCall());

  await carrier.changeStatus({ ...suspension, target }, recordedCall());

  expect(await sandbox.effects()).toEqual(letters.map((letter) => `status ${iccid(1)} ${letter}`));
});

it('names reason and effective date in the one request', async () => {
  const sandbox = await telegenceSandbox();
  await sandbox.admin('POST', 'clock', { now: '2030-02-01T00:00:00.000Z' });
  const call = recordedCall();

  await telegenceAt(sandbox).changeStatus({ ...suspension, effectiveDate: '2030-02-03' }, call);

  expect(call.exchanges[0]?.requestText).toBe(
    `PATCH /sp/mobility/lineconfig/api/v1/service/${number(1)}\n` +
      '{"effectiveDate":"2030-02-03Z","serviceCharacteristic":[{"name":"subscriberStatus","value":"S"},{"name":"reasonCode","value":"CR"}]}',
  );
  expect(await sandbox.effects()).toEqual([]);
  await pass(sandbox, 3 * 86_400);
  expect(await sandbox.effects()).toEqual([`status ${iccid(1)} S`]);
});

it('refuses a status that no caller may set without asking the carrier', async () => {
  const call = recordedCall({ readFirst: true });
  const carrier = telegenceAt(await telegenceSandbox());

  const error = await carrierErrorOf(carrier.changeStatus({ ...suspension, target: 'retired' }, call));

  expect(error.code).toBe('status.transition_not_allowed');
  expect(call.exchanges).toEqual([]);
});

it('changes the plan by its code', async () => {
  const sandbox = await telegenceSandbox();
  const change = { identifier: number(1), plan: planCoded('LARGE'), communicationPlan: null };

  await telegenceAt(sandbox).changeRatePlan(change, recordedCall());

  expect(await sandbox.effects()).toEqual([`ratePlan ${iccid(1)} LARGE`]);
});

it('adds and removes features with one request, and writes only what a retry finds missing', async () => {
  const sandbox = await telegenceSandbox();
  const carrier = telegenceAt(sandbox);
  await carrier.changeFeatures({ ...features, add: ['OLD', 'FAST'], remove: [] }, recordedCall());
  const retry = recordedCall({ readFirst: true });

  await carrier.changeFeatures(features, retry);

  expect((await carrier.readDevice(number(1), recordedCall())).features).toEqual(['FAST', 'VOICE']);
  expect(await timesOf(sandbox, 'updateLine')).toBe(2);
  expect(retry.exchanges.at(-1)?.requestText).not.toContain('FAST');
  expect(await carrier.changeFeatures(features, retry)).toEqual({ alreadyInPlace: true });
});

it('passes on the carrier’s reason for a move it does not allow', async () => {
  const carrier = telegenceAt(await telegenceSandbox());
  const plan = planCoded('NONE');

  const error = await carrierErrorOf(
    carrier.changeRatePlan({ identifier: number(1), plan, communicationPlan: null }, recordedCall()),
  );

  expect(error.code).toBe('carrier.rejected');
  expect(error.message).toContain('singleUserCode NONE is not valid');
});

it('takes a gateway’s text with status 200 for no success', async () => {
  const sandbox = await telegenceSandbox();
  await sandbox.faults({ when: { operation: 'updateLine' }, do: 'http', status: 200, html: true });

  const error = await carrierErrorOf(telegenceAt(sandbox).changeStatus(suspension, recordedCall()));

  expect(error).toMatchObject({ code: 'carrier.answer_unreadable', httpStatus: 200, mayHaveApplied: true });
});

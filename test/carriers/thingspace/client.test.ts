import { describe, expect, it } from 'vitest';
import type { LineStatusChange } from '../../../src/carriers/carrier-port.ts';
import { createLineQuota } from '../../../src/carriers/thingspace/line-quota.ts';
import { iccid } from '../../simulators/running-simulators.ts';
import { imei, listen, thingspaceSandbox } from '../../simulators/thingspace-sandbox.ts';
import { carrierErrorOf } from '../carrier-error-of.ts';
import { recordedCall } from '../recorded-call.ts';
import { lineChange, planCoded } from './line-changes.ts';
import { countingQuota, thingspaceAt } from './thingspace-at-sandbox.ts';

describe('reading a line', () => {
  it.each([
    { line: 1, status: 'active', ratePlan: 'm2m4G' },
    { line: 4, status: 'suspended', ratePlan: 'm2m4G' },
    { line: 5, status: 'deactivated', ratePlan: null },
    { line: 6, status: 'pending_activation', ratePlan: null },
  ])('tells $status in the words of the product', async ({ line, ...wanted }) => {
    const device = await thingspaceAt(await thingspaceSandbox()).readDevice(iccid(line), recordedCall());
    expect(device).toMatchObject({ identifier: iccid(line), imei: imei(line), ...wanted });
  });

  it('tells number and address of a line in service', async () => {
    const device = await thingspaceAt(await thingspaceSandbox()).readDevice(iccid(1), recordedCall());
    expect(device.msisdn).toMatch(/^\d{10,11}$/);
    expect(device.ipAddress).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  });

  it.each([9, 77])('does not find line %i, which is not on the account', async (line) => {
    const carrier = thingspaceAt(await thingspaceSandbox());
    const error = await carrierErrorOf(carrier.readDevice(iccid(line), recordedCall()));
    expect(error).toMatchObject({ code: 'carrier.device_not_found', mayHaveApplied: false });
  });
});

describe('changing a status', () => {
  it.each<{ change: LineStatusChange; effect: string }>([
    { change: lineChange(1, 'suspended'), effect: `status ${iccid(1)} suspend` },
    { change: lineChange(1, 'deactivated'), effect: `status ${iccid(1)} deactive` },
    { change: lineChange(4, 'active'), effect: `status ${iccid(4)} active` },
    { change: lineChange(4, 'active', { from: 'suspended' }), effect: `status ${iccid(4)} active` },
    { change: lineChange(5, 'active'), effect: `activation ${iccid(5)}` },
    { change: lineChange(6, 'active', { from: 'inventory' }), effect: `activation ${iccid(6)}` },
  ])('brings a line to $change.target by one accepted request ($effect)', async ({ change, effect }) => {
    const sandbox = await thingspaceSandbox();
    const carrier = thingspaceAt(sandbox);
    const call = recordedCall();

    const submission = await carrier.submitStatus(change, call);

    if (submission.kind !== 'accepted') expect.fail('nothing was accepted');
    await expect.poll(() => carrier.requestStatus(submission.requestId, recordedCall())).toBe('succeeded');
    expect(await sandbox.effects()).toEqual([expect.stringContaining(effect)]);
    expect(call.writes).toHaveLength(1);
  });

  it('tells a request that failed', async () => {
    const sandbox = await thingspaceSandbox();
    const carrier = thingspaceAt(sandbox);

    const submission = await carrier.submitStatus(lineChange(4, 'deactivated'), recordedCall());

    if (submission.kind !== 'accepted') expect.fail('nothing was accepted');
    await expect.poll(() => carrier.requestStatus(submission.requestId, recordedCall())).toBe('failed');
    expect(await sandbox.effects()).toEqual([]);
  });

  it('tells a request that is still pending', async () => {
    const sandbox = await thingspaceSandbox();
    const carrier = thingspaceAt(sandbox);
    await sandbox.faults({ when: { operation: 'suspend' }, do: 'stuckPending' });

    const submission = await carrier.submitStatus(lineChange(1, 'suspended'), recordedCall());

    if (submission.kind !== 'accepted') expect.fail('nothing was accepted');
    expect(await carrier.requestStatus(submission.requestId, recordedCall())).toBe('pending');
  });

  it('names one line only, so that the others stay as they are', async () => {
    const sandbox = await thingspaceSandbox();
    await thingspaceAt(sandbox).submitStatus(lineChange(1, 'suspended'), recordedCall());

    await expect.poll(async () => (await sandbox.truth(1)).state).toBe('suspend');
    expect((await sandbox.truth(2)).state).toBe('active');
  });

  it('sends the place of use with an activation, and shows nothing of it in the log', async () => {
    const sandbox = await thingspaceSandbox();
    const call = recordedCall();
    const primaryPlaceOfUse = {
      customerName: { firstName: 'Ada', lastName: 'Park' },
      address: { addressLine1: '1 Main St', city: 'Town', state: 'WA', zip: '98801', country: 'USA' },
    };

    await thingspaceAt(sandbox).submitStatus(
      lineChange(6, 'active', { from: 'pending_activation', primaryPlaceOfUse }),
      call,
    );

    const [log] = call.exchanges.filter(({ operation }) => operation === 'Activate');
    expect(log?.requestText).toContain('"primaryPlaceOfUse"');
    expect(JSON.stringify(call.exchanges)).not.toMatch(/Ada|Park|Main St/);
  });

  it.each(['imei', 'ratePlan', 'mdnZipCode'] as const)('refuses an activation without %s', async (field) => {
    const call = recordedCall();
    const quota = countingQuota();
    const carrier = thingspaceAt(await thingspaceSandbox(), { quota });
    const change = lineChange(6, 'active', { from: 'pending_activation', [field]: null });

    const error = await carrierErrorOf(carrier.submitStatus(change, call));

    expect(error).toMatchObject({ code: 'carrier.details_missing', errorClass: 'VALIDATION' });
    expect(call.exchanges).toEqual([]);
    expect(quota.used).toBe(0);
  });

  it.each(['inventory', 'retired', 'terminated'] as const)('has no way to %s', async (target) => {
    const call = recordedCall({ readFirst: true });
    const carrier = thingspaceAt(await thingspaceSandbox());

    const error = await carrierErrorOf(carrier.submitStatus(lineChange(1, target), call));

    expect(error.code).toBe('status.transition_not_allowed');
    expect(call.exchanges).toEqual([]);
  });

  it('tells an unknown plan as a matter of the account, and gives the action back', async () => {
    const quota = countingQuota();
    const carrier = thingspaceAt(await thingspaceSandbox(), { quota });
    const change = lineChange(6, 'active', { from: 'inventory', ratePlan: 'none' });

    const error = await carrierErrorOf(carrier.submitStatus(change, recordedCall()));

    expect(error).toMatchObject({ code: 'thingspace.account_setup', mayHaveApplied: false });
    expect(quota.used).toBe(0);
  });
});

describe('adding a line', () => {
  const change = lineChange(50, 'pending_activation');

  it('is done at once and takes none of the actions of the day', async () => {
    const sandbox = await thingspaceSandbox();
    const quota = countingQuota();

    expect(await thingspaceAt(sandbox, { quota }).submitStatus(change, recordedCall())).toEqual({
      kind: 'in_place',
    });

    expect((await sandbox.truth(50)).state).toBe('pre-active');
    expect(quota.used).toBe(0);
  });

  it('that is there already is in place, by word of the list', async () => {
    const carrier = thingspaceAt(await thingspaceSandbox());
    const line = lineChange(6, 'pending_activation');

    expect(await carrier.submitStatus(line, recordedCall())).toEqual({ kind: 'in_place' });
    const retry = recordedCall({ readFirst: true });
    expect(await carrier.submitStatus(line, retry)).toEqual({ kind: 'in_place' });
    expect(retry.writes).toEqual([]);
  });

  it('that has service is refused', async () => {
    const carrier = thingspaceAt(await thingspaceSandbox());

    const error = await carrierErrorOf(
      carrier.submitStatus(lineChange(1, 'pending_activation'), recordedCall()),
    );

    expect(error).toMatchObject({ code: 'carrier.rejected', mayHaveApplied: false });
  });

  it('adds it once when the answer was lost', async () => {
    const sandbox = await thingspaceSandbox();
    const carrier = thingspaceAt(sandbox);
    await sandbox.faults({ when: { operation: 'add' }, do: 'applyThenDrop', times: 1 });
    expect(await carrierErrorOf(carrier.submitStatus(change, recordedCall()))).toMatchObject({
      mayHaveApplied: true,
    });
    const retry = recordedCall({ readFirst: true });

    expect(await carrier.submitStatus(change, retry)).toEqual({ kind: 'in_place' });

    expect(retry.writes).toEqual([]);
  });

  it('adds it on a later attempt when the first one never came through', async () => {
    const sandbox = await thingspaceSandbox();
    const call = recordedCall({ readFirst: true });

    expect(await thingspaceAt(sandbox).submitStatus(change, call)).toEqual({ kind: 'in_place' });

    expect(call.writes).toEqual(['Add Device']);
  });
});

describe('a later attempt', () => {
  it.each([lineChange(1, 'active'), lineChange(4, 'suspended'), lineChange(5, 'deactivated')])(
    'writes nothing when the line is $target already',
    async (change) => {
      const quota = countingQuota();
      const call = recordedCall({ readFirst: true });

      const submission = await thingspaceAt(await thingspaceSandbox(), { quota }).submitStatus(change, call);

      expect(submission).toEqual({ kind: 'in_place' });
      expect(call.writes).toEqual([]);
      expect(quota.used).toBe(0);
    },
  );

  it('sends nothing while the carrier is at work on the line', async () => {
    const sandbox = await thingspaceSandbox();
    const quota = countingQuota();
    const carrier = thingspaceAt(sandbox, { quota });
    await sandbox.faults({ when: { operation: 'suspend' }, do: 'stuckPending' });
    await carrier.submitStatus(lineChange(1, 'suspended'), recordedCall());
    const call = recordedCall({ readFirst: true });

    const error = await carrierErrorOf(carrier.submitStatus(lineChange(1, 'suspended'), call));

    expect(error).toMatchObject({
      code: 'thingspace.in_progress',
      errorClass: 'TRANSIENT',
      mayHaveApplied: true,
    });
    expect(call.writes).toEqual([]);
    expect(quota.used).toBe(1);
  });

  it('finds a plan in place', async () => {
    const call = recordedCall({ readFirst: true });
    const change = { identifier: iccid(1), plan: planCoded('m2m4G'), communicationPlan: null };

    const submission = await thingspaceAt(await thingspaceSandbox()).submitRatePlan(change, call);

    expect(submission).toEqual({ kind: 'in_place' });
    expect(call.writes).toEqual([]);
  });
});

describe('the carrier’s word that a line is active already', () => {
  const refusal = {
    when: { operation: 'activate' },
    do: 'http',
    status: 400,
    body: { errorCode: 'UnifiedWebService.REQUEST_FAILED.DeviceAlreadyActive', errorMessage: 'is active' },
    times: 1,
  };

  it('is believed when the list says so too', async () => {
    const sandbox = await thingspaceSandbox();
    await sandbox.faults(refusal);
    const change = lineChange(1, 'active', { from: 'deactivated' });

    expect(await thingspaceAt(sandbox).submitStatus(change, recordedCall())).toEqual({ kind: 'in_place' });
  });

  it('is an error when the list says otherwise', async () => {
    const sandbox = await thingspaceSandbox();
    await sandbox.faults(refusal);
    const change = lineChange(5, 'active', { from: 'deactivated' });

    const error = await carrierErrorOf(thingspaceAt(sandbox).submitStatus(change, recordedCall()));

    expect(error).toMatchObject({ code: 'thingspace.already_active', mayHaveApplied: false });
  });
});

it('sends nothing when the line has had its actions of the day', async () => {
  const call = recordedCall();
  const spent = { take: () => Promise.resolve(false), giveBack: () => Promise.resolve() };
  const carrier = thingspaceAt(await thingspaceSandbox(), {
    quota: createLineQuota(spent, { limit: 5, what: 'actions of today' }),
  });

  const error = await carrierErrorOf(carrier.submitStatus(lineChange(1, 'suspended'), call));

  expect(error).toMatchObject({
    code: 'carrier.quota_exhausted',
    errorClass: 'BUSINESS',
    mayHaveApplied: false,
  });
  expect(call.exchanges).toEqual([]);
});

it('changes a plan by its code', async () => {
  const sandbox = await thingspaceSandbox();
  const change = { identifier: iccid(1), plan: planCoded('m2m10'), communicationPlan: null };

  expect(await thingspaceAt(sandbox).submitRatePlan(change, recordedCall())).toMatchObject({
    kind: 'accepted',
  });

  await expect.poll(sandbox.effects).toEqual([`ratePlan ${iccid(1)} m2m10`]);
});

it('registers where callbacks go, and with which user and password', async () => {
  const sandbox = await thingspaceSandbox();
  const listener = await listen(sandbox);
  const carrier = thingspaceAt(sandbox);
  const call = recordedCall();

  await carrier.registerCallback({ url: listener.url, username: 'new-user', password: 'new-pass' }, call);
  await carrier.submitStatus(lineChange(1, 'suspended'), recordedCall());

  await expect.poll(() => listener.received).toHaveLength(1);
  expect(listener.received[0]).toMatchObject({ username: 'new-user', password: 'new-pass' });
  expect(JSON.stringify(call.exchanges)).not.toContain('new-pass');
});

it('never shows credentials or tokens in an exchange', async () => {
  const call = recordedCall();

  await thingspaceAt(await thingspaceSandbox()).submitStatus(lineChange(1, 'suspended'), call);

  expect(call.exchanges.map(({ operation }) => operation)).toEqual(['Get Access Token', 'Log In', 'Suspend']);
  expect(JSON.stringify(call.exchanges)).not.toMatch(/acme-password|acme-secret|authorization/i);
  expect(call.exchanges[0]?.responseText).toContain('"access_token":"[redacted]"');
  expect(call.exchanges[1]?.responseText).toBe('{"sessionToken":"[redacted]"}');
});

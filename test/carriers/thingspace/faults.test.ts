import { describe, expect, it } from 'vitest';
import type { ThingspaceCarrier } from '../../../src/carriers/carrier-port.ts';
import type { OutsideCall } from '../../../src/platform/exchange.ts';
import { iccid } from '../../simulators/running-simulators.ts';
import { thingspaceSandbox, type ThingspaceSandbox } from '../../simulators/thingspace-sandbox.ts';
import { carrierErrorOf } from '../carrier-error-of.ts';
import { recordedCall } from '../recorded-call.ts';
import { lineChange, planCoded } from './line-changes.ts';
import { countingQuota, thingspaceAt } from './thingspace-at-sandbox.ts';

/** Faults after which nothing was done for certain, and those that leave it open. */
const FAULTS = [
  { fault: { do: 'http', status: 400 }, code: 'carrier.unavailable', open: true, effects: 0 },
  { fault: { do: 'http', status: 403 }, code: 'carrier.forbidden', open: false, effects: 0 },
  {
    fault: { do: 'http', status: 404, html: true },
    code: 'provider.settings_invalid',
    open: false,
    effects: 0,
  },
  { fault: { do: 'http', status: 429 }, code: 'carrier.rate_limited', open: false, effects: 0 },
  { fault: { do: 'http', status: 500 }, code: 'carrier.unavailable', open: true, effects: 0 },
  { fault: { do: 'http', status: 502, html: true }, code: 'carrier.unavailable', open: true, effects: 0 },
  { fault: { do: 'applyThenHttp', status: 500 }, code: 'carrier.unavailable', open: true, effects: 1 },
  { fault: { do: 'reset' }, code: 'carrier.unavailable', open: true, effects: 0 },
  { fault: { do: 'applyThenDrop' }, code: 'carrier.unavailable', open: true, effects: 1 },
  { fault: { do: 'drop' }, code: 'carrier.timeout', open: true, effects: 0 },
  { fault: { do: 'slow', ms: 20_000 }, code: 'carrier.timeout', open: true, effects: 1 },
] as const;

/** Signals of a session that has ended: the call is repeated after one new log-in, and nobody notices. */
const ENDED_SESSIONS = [
  { do: 'http', status: 401 },
  { do: 'unauthorized' },
  { do: 'sessionExpired', status: 400 },
  { do: 'sessionExpired', status: 401 },
] as const;

type Run = (carrier: ThingspaceCarrier, call: OutsideCall) => Promise<unknown>;

const WRITES: readonly { readonly operation: string; readonly actions: number; readonly run: Run }[] = [
  { operation: 'suspend', actions: 1, run: (c, call) => c.submitStatus(lineChange(1, 'suspended'), call) },
  {
    operation: 'activate',
    actions: 1,
    run: (c, call) => c.submitStatus(lineChange(6, 'active', { from: 'pending_activation' }), call),
  },
  {
    operation: 'plan',
    actions: 0,
    run: (c, call) =>
      c.submitRatePlan({ identifier: iccid(1), plan: planCoded('m2m10'), communicationPlan: null }, call),
  },
];

describe.each(WRITES)('$operation', ({ operation, actions, run }) => {
  it.each(FAULTS)('tells $fault as $code', async ({ fault, code, open, effects }) => {
    const sandbox = await thingspaceSandbox();
    const quota = countingQuota();
    await sandbox.faults({ when: { operation }, ...fault, times: 1 });
    const call = recordedCall();

    const error = await carrierErrorOf(run(thingspaceAt(sandbox, { quota }), call));

    expect(error).toMatchObject({ code, mayHaveApplied: open });
    expect(call.writes).toHaveLength(1);
    await expect.poll(sandbox.effects).toHaveLength(effects);
    expect(quota.used).toBe(open ? actions : 0);
  });

  it.each(FAULTS)('reaches exactly one effect when retried after $fault', async ({ fault, effects }) => {
    const sandbox = await thingspaceSandbox();
    const carrier = thingspaceAt(sandbox);
    await sandbox.faults({ when: { operation }, ...fault, times: 1 });
    await carrierErrorOf(run(carrier, recordedCall()));
    // What was accepted is carried out a moment later; asked before that, the client says that it is at work.
    await expect.poll(sandbox.effects).toHaveLength(effects);

    await run(carrier, recordedCall({ readFirst: true }));

    await expect.poll(sandbox.effects).toHaveLength(1);
  });

  it.each(ENDED_SESSIONS)('goes on after $do $status', async (fault) => {
    const sandbox = await thingspaceSandbox();
    await sandbox.faults({ when: { operation }, ...fault, times: 1 });

    expect(await run(thingspaceAt(sandbox), recordedCall())).toMatchObject({ kind: 'accepted' });

    await expect.poll(sandbox.effects).toHaveLength(1);
  });
});

const READS: readonly { readonly operation: string; readonly run: Run }[] = [
  { operation: 'list', run: (carrier, call) => carrier.readDevice(iccid(1), call) },
  { operation: 'requestStatus', run: (carrier, call) => carrier.requestStatus('r-1', call) },
];

describe.each(READS)('$operation', ({ operation, run }) => {
  it.each(FAULTS)('tells $fault as $code, and that nothing was applied', async ({ fault, code }) => {
    const sandbox = await thingspaceSandbox();
    await sandbox.faults({ when: { operation }, ...fault, times: 1 });

    const error = await carrierErrorOf(run(thingspaceAt(sandbox), recordedCall()));

    expect(error).toMatchObject({ code, mayHaveApplied: false });
  });
});

describe.each(['token', 'login'])('%s', (operation) => {
  const suspend = (sandbox: ThingspaceSandbox, call: OutsideCall, quota = countingQuota()) =>
    thingspaceAt(sandbox, { quota }).submitStatus(lineChange(1, 'suspended'), call);

  it.each(FAULTS)('tells $fault as $code, with no write begun', async ({ fault, code }) => {
    const sandbox = await thingspaceSandbox();
    const quota = countingQuota();
    await sandbox.faults({ when: { operation }, ...fault, times: 1 });
    const call = recordedCall();

    const error = await carrierErrorOf(suspend(sandbox, call, quota));

    expect(error).toMatchObject({ code, mayHaveApplied: false });
    expect(call.writes).toEqual([]);
    expect(quota.used).toBe(0);
  });

  it('tells 401 as refused credentials', async () => {
    const sandbox = await thingspaceSandbox();
    await sandbox.faults({ when: { operation }, do: 'http', status: 401, times: 1 });

    const error = await carrierErrorOf(suspend(sandbox, recordedCall()));

    expect(error).toMatchObject({ code: 'carrier.login_refused', errorClass: 'BUSINESS' });
  });
});

it.each([
  { fault: { do: 'sessionExpired', status: 400 }, code: 'thingspace.session_refused' },
  { fault: { do: 'http', status: 401 }, code: 'carrier.login_refused' },
])('gives up after one new log-in when $fault does not end', async ({ fault, code }) => {
  const sandbox = await thingspaceSandbox();
  await sandbox.faults({ when: { operation: 'suspend' }, ...fault });
  const call = recordedCall();

  const error = await carrierErrorOf(thingspaceAt(sandbox).submitStatus(lineChange(1, 'suspended'), call));

  expect(error).toMatchObject({ code, mayHaveApplied: false });
  expect(call.exchanges.map(({ operation }) => operation)).toEqual([
    ...['Get Access Token', 'Log In', 'Suspend'],
    ...['Get Access Token', 'Log In', 'Suspend'],
  ]);
});

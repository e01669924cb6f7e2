import { expect, it } from 'vitest';
import type { RequestBudget } from '../../src/carriers/request-budget.ts';
import { UNLIMITED } from '../../src/carriers/request-budget.ts';
import { createJasperCarrier } from '../../src/carriers/jasper/client.ts';
import { iccid, jasperSandbox } from '../simulators/running-simulators.ts';
import { carrierErrorOf } from './carrier-error-of.ts';
import { jasperAt } from './jasper/jasper-at-sandbox.ts';
import { recordedCall } from './recorded-call.ts';
import { testHttpClient } from './test-http-client.ts';

const suspension = {
  identifier: iccid(1),
  target: 'suspended',
  reasonCode: null,
} as const;

function recordingBudget(pauses: number[]): RequestBudget {
  return {
    ...UNLIMITED,
    postpone: (milliseconds) => {
      pauses.push(milliseconds);
      return Promise.resolve();
    },
  };
}

it.each([
  { fault: { status: 429, retryAfterSeconds: 2 }, retryAfterMs: 2_000, pauses: [2_000] },
  { fault: { status: 503, retryAfterSeconds: 5 }, retryAfterMs: 5_000, pauses: [5_000] },
  { fault: { status: 429 }, retryAfterMs: undefined, pauses: [1_000] },
  { fault: { status: 503 }, retryAfterMs: undefined, pauses: [] },
])('passes the pause of $fault on to everyone', async ({ fault, retryAfterMs, pauses }) => {
  const sandbox = await jasperSandbox();
  await sandbox.faults({ when: {}, do: 'http', ...fault });
  const passedOn: number[] = [];

  const error = await carrierErrorOf(
    jasperAt(sandbox, recordingBudget(passedOn)).changeStatus(suspension, recordedCall()),
  );

  expect(error.retryAfterMs).toBe(retryAfterMs);
  expect(passedOn).toEqual(pauses);
});

it('tells the carrier’s answer even when the pause cannot be passed on', async () => {
  const sandbox = await jasperSandbox();
  await sandbox.faults({ when: {}, do: 'http', status: 429, retryAfterSeconds: 2 });
  const budget: RequestBudget = { ...UNLIMITED, postpone: () => Promise.reject(new Error('no database')) };

  const error = await carrierErrorOf(jasperAt(sandbox, budget).changeStatus(suspension, recordedCall()));

  expect(error.code).toBe('carrier.rate_limited');
});

it('does not announce a write whose turn never comes', async () => {
  const call = recordedCall();
  const exhausted = new Error('exhausted');
  const budget: RequestBudget = { ...UNLIMITED, run: () => Promise.reject(exhausted) };

  await expect(jasperAt(await jasperSandbox(), budget).changeStatus(suspension, call)).rejects.toBe(
    exhausted,
  );

  expect(call.writes).toEqual([]);
  expect(call.exchanges).toEqual([]);
});

it('sends nothing when the announcement of a write fails', async () => {
  const sandbox = await jasperSandbox();
  const lost = new Error('the announcement was not stored');
  const call = { ...recordedCall(), beforeWrite: () => Promise.reject(lost) };

  await expect(jasperAt(sandbox).changeStatus(suspension, call)).rejects.toBe(lost);

  expect(await sandbox.requests()).toEqual([]);
});

it('ends with the reason of the signal when the caller gives up, and tells of the exchange', async () => {
  const sandbox = await jasperSandbox();
  await sandbox.faults({ when: {}, do: 'drop' });
  const controller = new AbortController();
  const reason = new Error('the worker shuts down');
  const call = recordedCall({ signal: controller.signal });
  const announced = {
    ...call,
    beforeWrite: () => Promise.resolve(void setImmediate(() => controller.abort(reason))),
  };

  await expect(jasperAt(sandbox).changeStatus(suspension, announced)).rejects.toBe(reason);

  expect(call.exchanges).toHaveLength(1);
});

it('proves that nothing was applied when there was no connection', async () => {
  const sandbox = await jasperSandbox();
  const carrier = jasperAt(sandbox);
  await sandbox.simulator.close();

  const error = await carrierErrorOf(carrier.changeStatus(suspension, recordedCall()));

  expect(error).toMatchObject({ code: 'carrier.unavailable', mayHaveApplied: false });
  expect(error.message).toContain('ECONNREFUSED');
});

it('blames the settings when the host is not the carrier’s interface', async () => {
  const sandbox = await jasperSandbox();
  const carrier = createJasperCarrier({
    baseUrl: `${sandbox.simulator.url}/console`,
    credentials: { username: 'acme-api', apiKey: 'acme-key' },
    http: testHttpClient(),
    budget: UNLIMITED,
  });

  const error = await carrierErrorOf(carrier.readDevice(iccid(1), recordedCall()));

  expect(error.code).toBe('provider.settings_invalid');
});

it('keeps an identifier inside its path segment', async () => {
  const sandbox = await jasperSandbox();

  await carrierErrorOf(jasperAt(sandbox).readDevice('../rateplans?x=', recordedCall()));

  const [request] = await sandbox.requests();
  expect(request?.['path']).toBe('/rws/api/v1/devices/..%2Frateplans%3Fx%3D');
});

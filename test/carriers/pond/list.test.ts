import { expect, it } from 'vitest';
import { iccid, pondSandbox, pondSeed } from '../../simulators/running-simulators.ts';
import { carrierErrorOf } from '../carrier-error-of.ts';
import { recordedCall } from '../recorded-call.ts';
import { wholeList } from '../whole-list.ts';
import { pondAt } from './pond-at-sandbox.ts';

const allOn = {
  simDataServiceStatus: 'ENABLED',
  simVoiceServiceStatus: 'ENABLED',
  simSmsServiceStatus: 'ENABLED',
  statusOfSim: 'In-Service',
};

const sim = (at: number, more: object = {}) => ({ account: 'pond-77', iccid: iccid(at), ...allOn, ...more });

async function sandboxWith(...devices: object[]) {
  const others = [{ account: 'pond-78', iccid: iccid(900), ...allOn }];
  return pondSandbox({ seed: { ...pondSeed, devices: [...devices, ...others] } });
}

it('lists every SIM of the distributor once, over pages', async () => {
  const sims = Array.from({ length: 120 }, (_, at) => sim(at + 1));
  const sandbox = await sandboxWith(...sims);

  const listed = await wholeList(pondAt(sandbox));

  expect(listed.map((one) => one.iccid)).toEqual(sims.map((one) => one.iccid));
  const searches = (await sandbox.requests()).filter(({ operation }) => operation === 'searchSims');
  expect(searches).toHaveLength(3);
});

it('tells the status by the services, and the plan by the only active package', async () => {
  const former = { packageTypeId: 4711, status: 'TERMINATED' };
  const sandbox = await sandboxWith(
    sim(1, { packages: [former, { packageTypeId: 4712 }] }),
    sim(2, { packages: [{ packageTypeId: 4711 }, { packageTypeId: 4712 }] }),
    sim(3, { statusOfSim: 'Terminated', packages: [former] }),
  );

  const listed = await wholeList(pondAt(sandbox));

  expect(listed.map(({ status, ratePlan }) => [status, ratePlan])).toEqual([
    ['active', '4712'],
    ['active', null],
    ['terminated', null],
  ]);
});

it('goes on past a SIM that is refused, and names it', async () => {
  const sandbox = await sandboxWith(sim(1), sim(2), sim(3));
  await sandbox.faults({ when: { operation: 'getStatus', device: iccid(2) }, do: 'http', status: 400 });

  const { devices, unread } = await pondAt(sandbox).listDevices(null, recordedCall());

  expect(devices.map((one) => one.iccid)).toEqual([iccid(1), iccid(3)]);
  expect(unread).toMatchObject([
    { identifier: iccid(2), iccid: iccid(2), error: { code: 'carrier.rejected' } },
  ]);
});

it('fails with the first of them when none of many SIMs can be read', async () => {
  const sandbox = await sandboxWith(...Array.from({ length: 10 }, (_, at) => sim(at + 1)));
  await sandbox.faults({ when: { operation: 'getStatus' }, do: 'http', status: 400 });

  const error = await carrierErrorOf(pondAt(sandbox).listDevices(null, recordedCall()));

  expect(error).toMatchObject({ code: 'carrier.rejected' });
  expect(error.message).toContain(iccid(1));
});

it('names the SIM at which the carrier failed', async () => {
  const sandbox = await sandboxWith(sim(1), sim(2));
  await sandbox.faults({ when: { operation: 'getStatus', device: iccid(2) }, do: 'http', status: 503 });

  const error = await carrierErrorOf(pondAt(sandbox).listDevices(null, recordedCall()));

  expect(error).toMatchObject({ code: 'carrier.unavailable', httpStatus: 503 });
  expect(error.message).toContain(iccid(2));
});

it('lists nothing for an account without SIMs', async () => {
  expect(await wholeList(pondAt(await sandboxWith()))).toEqual([]);
});

it('passes on that it is too fast, with the carrier’s own wait', async () => {
  const sandbox = await sandboxWith(sim(1));
  await sandbox.faults({ when: { operation: 'getStatus' }, do: 'http', status: 429, retryAfterSeconds: 3 });

  const error = await carrierErrorOf(pondAt(sandbox).listDevices(null, recordedCall()));

  expect(error).toMatchObject({ code: 'carrier.rate_limited', retryAfterMs: 3_000 });
});

it('refuses a page that is none', async () => {
  const sandbox = await sandboxWith(sim(1));
  await sandbox.faults({ when: { operation: 'searchSims' }, do: 'http', status: 200, html: true });

  const error = await carrierErrorOf(pondAt(sandbox).listDevices(null, recordedCall()));

  expect(error.code).toBe('carrier.answer_unreadable');
});

it('refuses a list that ends before its own total', async () => {
  const sandbox = await sandboxWith(sim(1));
  const body = { total: 7, elements: [] };
  await sandbox.faults({ when: { operation: 'searchSims' }, do: 'http', status: 200, body });

  const error = await carrierErrorOf(pondAt(sandbox).listDevices(null, recordedCall()));

  expect(error.code).toBe('carrier.answer_unreadable');
});

it('finds a SIM by its ICCID, and none where the carrier knows none', async () => {
  const carrier = pondAt(await sandboxWith(sim(1)));

  expect(await carrier.findDevice({ iccid: iccid(1), msisdn: null }, recordedCall())).toMatchObject({
    status: 'active',
  });
  expect(await carrier.findDevice({ iccid: iccid(2), msisdn: null }, recordedCall())).toBeNull();
});

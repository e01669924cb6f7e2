import { expect, it } from 'vitest';
import { iccid, jasperSandbox, jasperSeed } from '../../simulators/running-simulators.ts';
import { carrierErrorOf } from '../carrier-error-of.ts';
import { recordedCall } from '../recorded-call.ts';
import { wholeList } from '../whole-list.ts';
import { jasperAt } from './jasper-at-sandbox.ts';

const device = (at: number, more: object = {}) => ({
  account: 'acme',
  iccid: iccid(at),
  ratePlan: 'Small',
  communicationPlan: 'Data',
  ...more,
});

async function sandboxWith(...devices: object[]) {
  const others = [{ account: 'other', iccid: iccid(900), ratePlan: 'Small' }];
  return jasperSandbox({ seed: { ...jasperSeed, devices: [...devices, ...others] } });
}

it('lists every device of the account once, over pages and years of changes', async () => {
  const years = ['2019', '2025', '2026'].flatMap((year, index) =>
    Array.from({ length: 60 }, (_, at) =>
      device(100 * index + at, { dateUpdated: `${year}-03-01T00:00:00.000Z` }),
    ),
  );
  const sandbox = await sandboxWith(...years);

  const listed = await wholeList(jasperAt(sandbox));

  expect(listed.map((one) => one.iccid).sort()).toEqual(years.map((one) => one.iccid).sort());
});

it('tells status and plans in the words of the product and the names of the carrier', async () => {
  const sandbox = await sandboxWith(device(1, { status: 'DEACTIVATED', msisdn: '882350000000001' }));

  expect(await wholeList(jasperAt(sandbox))).toEqual([
    {
      identifier: iccid(1),
      iccid: iccid(1),
      status: 'deactivated',
      ratePlan: 'Small',
      communicationPlan: 'Data',
      msisdn: null,
      imei: null,
      ipAddress: null,
    },
  ]);
});

it('asks for a device by itself when its list lacks the plan, and for no other', async () => {
  const sandbox = await sandboxWith(device(1), device(2, { ratePlan: null, imei: '350000000000014' }));

  const listed = await wholeList(jasperAt(sandbox));

  expect(listed.map(({ imei }) => imei)).toEqual([null, '350000000000014']);
  const asked = (await sandbox.requests()).filter(({ operation }) => operation === 'getDevice');
  expect(asked).toHaveLength(1);
});

it('goes on past a device that is refused when it is asked for by itself', async () => {
  const changed = { dateUpdated: '2019-03-01T00:00:00.000Z' };
  const sandbox = await sandboxWith(device(1, changed), device(2, { ...changed, ratePlan: null }));
  await sandbox.faults({ when: { operation: 'getDevice' }, do: 'http', status: 400 });

  const { devices, unread } = await jasperAt(sandbox).listDevices('2019/1', recordedCall());

  expect(devices.map((one) => one.iccid)).toEqual([iccid(1)]);
  expect(unread).toMatchObject([{ iccid: iccid(2), error: { code: 'carrier.rejected' } }]);
});

it('lists nothing for an account without devices', async () => {
  expect(await wholeList(jasperAt(await sandboxWith()))).toEqual([]);
});

it('passes on that it is too fast, with the carrier’s own wait', async () => {
  const sandbox = await sandboxWith(device(1));
  await sandbox.faults({
    when: { operation: 'searchDevices' },
    do: 'http',
    status: 429,
    retryAfterSeconds: 7,
  });

  const error = await carrierErrorOf(jasperAt(sandbox).listDevices(null, recordedCall()));

  expect(error).toMatchObject({ code: 'carrier.rate_limited', retryAfterMs: 7_000, mayHaveApplied: false });
});

it('refuses a page that is none', async () => {
  const sandbox = await sandboxWith(device(1));
  await sandbox.faults({
    when: { operation: 'searchDevices' },
    do: 'http',
    status: 200,
    body: { devices: 7 },
  });

  const error = await carrierErrorOf(jasperAt(sandbox).listDevices(null, recordedCall()));

  expect(error.code).toBe('carrier.answer_unreadable');
});

it('refuses an empty page that is not the last, instead of asking for ever', async () => {
  const sandbox = await sandboxWith(device(1));
  const body = { devices: [], lastPage: false };
  const when = { operation: 'searchDevices' };
  await sandbox.faults({ when, do: 'http', status: 200, body, times: 3 });

  const error = await carrierErrorOf(jasperAt(sandbox).listDevices(null, recordedCall()));

  expect(error.code).toBe('carrier.answer_unreadable');
  expect(await sandbox.requests()).toHaveLength(1);
});

it('finds a device by its ICCID, and none where the carrier knows none', async () => {
  const carrier = jasperAt(await sandboxWith(device(1)));

  expect(await carrier.findDevice({ iccid: iccid(1), msisdn: null }, recordedCall())).toMatchObject({
    iccid: iccid(1),
    status: 'active',
  });
  expect(await carrier.findDevice({ iccid: iccid(2), msisdn: null }, recordedCall())).toBeNull();
});

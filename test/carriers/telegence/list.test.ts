import { expect, it } from 'vitest';
import { UNLIMITED, type RequestBudget } from '../../../src/carriers/request-budget.ts';
import { iccid } from '../../simulators/running-simulators.ts';
import { telegenceSandbox, telegenceSeed } from '../../simulators/telegence-sandbox.ts';
import { carrierErrorOf } from '../carrier-error-of.ts';
import { recordedCall } from '../recorded-call.ts';
import { wholeList } from '../whole-list.ts';
import { telegenceAt, timesOf } from './telegence-at-sandbox.ts';

const numberOf = (at: number): string => `555${String(3_000_000 + at)}`;

const line = (at: number, more: object = {}) => ({
  account: 'acme',
  iccid: iccid(at),
  subscriberNumber: numberOf(at),
  status: 'A',
  singleUserCode: 'SMALL',
  ...more,
});

const sandboxWith = (...devices: object[]) => telegenceSandbox({ seed: { ...telegenceSeed, devices } });

it('lists every line that is not cancelled once, over pages, with the SIM that only the line itself tells', async () => {
  const lines = Array.from({ length: 60 }, (_, at) => line(at + 1));
  const sandbox = await sandboxWith(...lines, line(70, { status: 'C' }));

  const listed = await wholeList(telegenceAt(sandbox));

  expect(listed.map((one) => one.iccid).sort()).toEqual(lines.map((one) => one.iccid).sort());
  expect(listed[0]).toMatchObject({ status: 'active', ratePlan: 'SMALL', msisdn: numberOf(1) });
  expect(await timesOf(sandbox, 'listDevices')).toBe(2);
});

it('leaves out a line that is gone by the time it is read', async () => {
  const sandbox = await sandboxWith(line(1), line(2));
  await sandbox.faults({ when: { operation: 'getLine', device: numberOf(1) }, do: 'http', status: 404 });

  const listed = await wholeList(telegenceAt(sandbox));

  expect(listed.map((one) => one.iccid)).toEqual([iccid(2)]);
});

it('stands in line for every page and line as long as its call may', async () => {
  const waits: unknown[] = [];
  const budget: RequestBudget = {
    ...UNLIMITED,
    run: (_signal, send, maxPlaceWaitMs) => {
      waits.push(maxPlaceWaitMs);
      return send();
    },
  };
  const carrier = telegenceAt(await sandboxWith(line(1)), {}, budget);

  await wholeList(carrier, { ...recordedCall(), reading: { atOnce: 2, maxPlaceWaitMs: 60_000 } });

  expect(waits).toEqual([60_000, 60_000]);
});

it('lists nothing for an account without lines', async () => {
  expect(await wholeList(telegenceAt(await sandboxWith()))).toEqual([]);
});

it('passes on that it is too fast, with the carrier’s own wait', async () => {
  const sandbox = await sandboxWith(line(1));
  await sandbox.faults({ when: { operation: 'listDevices' }, do: 'http', status: 429, retryAfterSeconds: 4 });

  const error = await carrierErrorOf(telegenceAt(sandbox).listDevices(null, recordedCall()));

  expect(error).toMatchObject({ code: 'carrier.rate_limited', retryAfterMs: 4_000 });
});

it('refuses a page that is none', async () => {
  const sandbox = await sandboxWith(...Array.from({ length: 60 }, (_, at) => line(at + 1)));
  await sandbox.faults({ when: { operation: 'listDevices' }, do: 'http', status: 200, body: { none: true } });

  const error = await carrierErrorOf(telegenceAt(sandbox).listDevices(null, recordedCall()));

  expect(error.code).toBe('carrier.answer_unreadable');
});

it('finds a cancelled line by its number, and not one that another SIM has taken over', async () => {
  const carrier = telegenceAt(await sandboxWith(line(1, { status: 'C' })));
  const msisdn = `1${numberOf(1)}`;

  expect(await carrier.findDevice({ iccid: iccid(1), msisdn }, recordedCall())).toMatchObject({
    status: 'deactivated',
  });
  expect(await carrier.findDevice({ iccid: iccid(5), msisdn }, recordedCall())).toBeNull();
  expect(await carrier.findDevice({ iccid: iccid(5), msisdn: numberOf(5) }, recordedCall())).toBeNull();
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEffectiveDate } from '../../src/api/routes/bulk-changes/effective-date.ts';
import { faultsOf, idOf, itemsOf, startTestApi, type TestApi } from './test-api.ts';
import { createFleet, suspension, type Fleet } from './test-fleet.ts';

let api: TestApi;
let fleet: Fleet;
beforeAll(async () => {
  api = await startTestApi();
  fleet = await createFleet(api);
});
afterAll(() => api.close());

const submit = (more: object) =>
  api.call('operator', 'POST', '/v1/bulk-changes', { body: suspension(fleet, more) });

const night = { timeZone: 'America/New_York', from: '22:00', to: '05:00' };

test('a rollout is kept as it was asked for, with what was filled in', async () => {
  const rollout = {
    maxInFlight: 5,
    waves: [{ count: 1, pauseAfter: true }, { percent: 40 }],
    pauseOnErrorPercent: 10,
    maintenanceWindow: night,
  };
  const answer = await submit({ rollout });
  expect(answer.status).toBe(202);
  expect(answer.body['rollout']).toEqual({
    ...rollout,
    waves: [
      { count: 1, pauseAfter: true },
      { percent: 40, pauseAfter: false },
    ],
    minimumDevices: 20,
  });
  expect(answer.body['wave']).toEqual({ number: 1, of: 2 });
  const { rollout: stored } = await api.database.prisma.bulkChange.findUniqueOrThrow({
    where: { id: idOf(answer) },
  });
  expect(stored).toEqual({
    maxInFlight: 5,
    waves: [
      { size: { count: 1 }, pauseAfter: true },
      { size: { percent: 40 }, pauseAfter: false },
    ],
    errorGate: { percent: 10, minimumDevices: 20 },
    maintenanceWindow: night,
  });
});

test('a change without a rollout has none, and no waves', async () => {
  expect((await submit({})).body).toMatchObject({ rollout: null, wave: null, pauseReason: null });
  expect((await submit({ rollout: { maxInFlight: 1 } })).body).toMatchObject({
    rollout: { maxInFlight: 1 },
    wave: null,
  });
});

test.each<[string, object, string[]]>([
  ['an unknown field', { speed: 1 }, ['/rollout/speed field.unknown']],
  ['no device in flight', { maxInFlight: 0 }, ['/rollout/maxInFlight field.size']],
  ['a wave without a size', { waves: [{ pauseAfter: true }] }, ['/rollout/waves/0 field.invalid']],
  ['a wave with two sizes', { waves: [{ percent: 1, count: 1 }] }, ['/rollout/waves/0 field.invalid']],
  ['a wave of nothing', { waves: [{ percent: 0 }] }, ['/rollout/waves/0/percent field.size']],
  ['half a device', { waves: [{ count: 1.5 }] }, ['/rollout/waves/0/count field.type']],
  ['more than all', { waves: [{ percent: 60 }, { percent: 60 }] }, ['/rollout/waves field.invalid']],
  [
    'too many waves',
    { waves: Array.from({ length: 51 }, () => ({ count: 1 })) },
    ['/rollout/waves field.size'],
  ],
  ['a percentage that is none', { pauseOnErrorPercent: 101 }, ['/rollout/pauseOnErrorPercent field.size']],
  ['a minimum for nothing', { minimumDevices: 5 }, ['/rollout/minimumDevices field.invalid']],
  [
    'a window in no zone',
    { maintenanceWindow: { ...night, timeZone: 'Mars/Base' } },
    ['/rollout/maintenanceWindow/timeZone field.invalid'],
  ],
  [
    'a window at no time',
    { maintenanceWindow: { ...night, from: '24:00' } },
    ['/rollout/maintenanceWindow/from field.format'],
  ],
  [
    'half a window',
    { maintenanceWindow: { timeZone: 'Europe/Berlin', from: '22:00' } },
    ['/rollout/maintenanceWindow/to field.required'],
  ],
])('a rollout with %s is refused where it is wrong', async (_name, rollout, faults) => {
  const answer = await submit({ rollout });
  expect(answer.status).toBe(400);
  expect(faultsOf(answer)).toEqual(faults);
});

test('a device may have a date of its own, in the zone of the request or of the provider', async () => {
  const [first = '', second = '', third = ''] = fleet.iccids;
  const answer = await submit({
    timeZone: 'America/New_York',
    devices: [
      { iccid: first, effectiveDate: '2027-01-15T08:30' },
      { iccid: second, effectiveDate: '2027-01-15T08:30:00Z' },
      { iccid: third, effectiveDate: '' },
    ],
  });
  expect(answer.body).toMatchObject({ effectiveAt: null });
  const list = await api.call('viewer', 'GET', `/v1/bulk-changes/${idOf(answer)}/devices`);
  expect(itemsOf(list).map((item) => item['effectiveAt'])).toEqual([
    '2027-01-15T13:30:00.000Z',
    '2027-01-15T08:30:00.000Z',
    null,
  ]);
  const atProvider = await submit({ devices: [{ iccid: first, effectiveDate: '2027-01-15' }] });
  const rows = await api.call('viewer', 'GET', `/v1/bulk-changes/${idOf(atProvider)}/devices`);
  expect(itemsOf(rows)[0]).toMatchObject({ effectiveAt: '2027-01-15T00:00:00.000Z' });
});

describe('a local time', () => {
  const utc = (text: string, timeZone: string) => {
    const reading = readEffectiveDate(text, timeZone);
    return reading.ok ? reading.date?.at.toISOString() : reading.code;
  };

  test.each([
    ['America/New_York', '2027-03-14T02:30', '2027-03-14T07:30:00.000Z'],
    ['Europe/Berlin', '2027-03-28T02:30', '2027-03-28T01:30:00.000Z'],
  ])('that the change to summer time skips in %s counts as an hour later', (zone, text, at) => {
    expect(utc(text, zone)).toBe(at);
  });

  test.each([
    ['America/New_York', '2027-11-07T01:30', '2027-11-07T05:30:00.000Z'],
    ['Europe/Berlin', '2027-10-31T02:30', '2027-10-31T00:30:00.000Z'],
  ])('that the change from summer time doubles in %s counts as the first', (zone, text, at) => {
    expect(utc(text, zone)).toBe(at);
  });

  test('is not touched when the caller says which of the two it is', () => {
    expect(utc('2027-10-31T02:30:00+01:00', 'Europe/Berlin')).toBe('2027-10-31T01:30:00.000Z');
  });
});

import { expect, test } from 'vitest';
import { checkChange, type Evidence } from '../../src/dev/demo/check-change.ts';
import type { FleetDevice } from '../../src/dev/demo/api-shapes.ts';
import type { DemoChange, ExpectedEffect } from '../../src/dev/demo/demo-change.ts';
import { isAsExpected, resultTable } from '../../src/dev/demo/result-table.ts';

const good = '89019990000001000005';
const number = '5553100000';
const refused = '89019990000001000013';

const effect: ExpectedEffect = {
  simulator: 'jasper',
  kind: 'status',
  value: 'DEACTIVATED',
  timesPerDevice: 1,
  title: 'SIMs switched off',
};

const demo: DemoChange = {
  title: 'Update Device Status',
  carrier: 'JASPER',
  request: { serviceProviderId: 'p', changeType: 'statusupdate', devices: [good, refused] },
  expectedProcessed: 1,
  expectedErrors: { 'carrier.rejected': 1 },
  faults: {},
  effects: [effect],
  watched: [{ iccid: good, title: 'answer lost', effect }],
  isDone: ({ status }) => status === 'suspended',
  atCarrier: null,
  effectiveAt: null,
};

const device: FleetDevice = {
  iccid: good,
  msisdn: number,
  imei: null,
  ipAddress: null,
  status: 'suspended',
  carrierRatePlan: null,
  customerId: null,
  customerRatePlanId: null,
  revServiceId: null,
  lastActivatedAt: null,
  archivedAt: null,
};

function evidence(changed: readonly string[], errorCode = 'carrier.rejected'): Evidence {
  return {
    change: {
      id: 'c',
      status: 'ERROR',
      effectiveAt: null,
      pauseReason: null,
      finishedAt: null,
      duplicates: 0,
      counts: { total: 2, processed: 1, error: 1, unknown: 0, canceled: 0 },
      progress: { devicesPerSecond: null, waitingFor: null },
      workflow: { url: 'http://127.0.0.1' },
    },
    outcomes: [
      { id: 'g', identifier: good, status: 'PROCESSED', errorCode: null, startedAt: '2026-01-05T00:00:10Z' },
      { id: 'r', identifier: refused, status: 'ERROR', errorCode, startedAt: null },
    ],
    devices: new Map([
      [good, device],
      [number, device],
    ]),
    records: new Map([[good, { status: 'DEACTIVATED' }]]),
    effects: {
      jasper: changed.map((device, seq) => ({ seq, device, kind: 'status', value: 'DEACTIVATED' })),
      thingspace: [],
      pond: [],
      telegence: [],
      revio: [],
    },
  };
}

function failing(change: DemoChange, seen: Evidence): string[] {
  return checkChange(change, seen)
    .filter(({ expected, actual }) => expected !== actual)
    .map(({ title }) => title.trim());
}

test('a change that did exactly what was expected passes every check', () => {
  expect(failing(demo, evidence([good]))).toEqual([]);
});

test('a device that was changed twice at the carrier fails the demonstration', () => {
  expect(failing(demo, evidence([good, good]))).toEqual([
    'SIMs switched off',
    'devices with too many or too few',
    'answer lost',
  ]);
});

test('a change on a device that was reported as failed is noticed even when the total is right', () => {
  expect(failing(demo, evidence([refused]))).toEqual(['devices with too many or too few', 'answer lost']);
});

test('an error for another reason than the expected one fails the demonstration', () => {
  expect(failing(demo, evidence([good], 'carrier.timeout'))).toEqual(['carrier.rejected', 'carrier.timeout']);
});

test('a device that is touched before the date of a scheduled change fails the demonstration', () => {
  const scheduled = { ...demo, effectiveAt: new Date('2026-01-05T00:01:00Z') };
  expect(failing(scheduled, evidence([good]))).toEqual(['devices touched before the date']);
});

test('a line that a row names by its number is the SIM that the carrier tells of', () => {
  const byNumber = { ...demo, request: { ...demo.request, devices: [number, refused] } };
  const seen = evidence([good]);
  const outcomes = seen.outcomes.map((outcome) =>
    outcome.identifier === good ? { ...outcome, identifier: number } : outcome,
  );
  expect(failing(byNumber, { ...seen, outcomes })).toEqual([]);
});

test('a device that is another at the carrier than here fails the demonstration', () => {
  const title = 'switched off at the carrier';
  const wanting = (status: string) => ({
    ...demo,
    atCarrier: { title, agrees: (record: Readonly<Record<string, unknown>>) => record['status'] === status },
  });
  expect(failing(wanting('DEACTIVATED'), evidence([good]))).toEqual([]);
  expect(failing(wanting('ACTIVATED'), evidence([good]))).toEqual([title]);
});

test('the table marks a wrong line and the change it belongs to', () => {
  const checks = checkChange(demo, evidence([good, good]));
  const table = resultTable([{ title: 'Suspend', checks }]);
  expect(isAsExpected({ title: 'Suspend', checks })).toBe(false);
  expect(table).toMatch(/^✗ Suspend$/m);
  expect(table).toMatch(/^ {2}✗ SIMs switched off +1 +2$/m);
  expect(table).toMatch(/^ {2}✓ PROCESSED +1 +1$/m);
});

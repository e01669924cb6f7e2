import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepCallback, type NewCallback } from '../../src/db/carrier-callbacks.ts';
import type { ChangeOrder } from '../../src/domain/change-order.ts';
import type { DeviceChangeStatus } from '../../src/domain/device-change-status.ts';
import { at, openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { carrierPlanOrder, statusOrder } from './orders.ts';
import { storeChange } from './stored-change.ts';

let db: FleetDatabase;
let fleet: SeededFleet;
let nextRequest = 0;

beforeAll(async () => {
  db = await openFleetDatabase();
  fleet = await db.newFleet({ jasperDevices: 3 });
});
afterAll(() => db.close());

const receivedAt = new Date('2026-11-30T12:00:00.123Z');

function callback(requestId: string, more: Partial<NewCallback> = {}): NewCallback {
  const message = more.message ?? '{"status":"Success"}';
  return {
    serviceProviderId: fleet.jasper,
    requestId,
    iccid: null,
    message,
    newsSha256: createHash('sha256').update(message).digest(),
    receivedAt,
    whenLate: {
      descriptions: { statusupdate: 'A status came late', carrierrateplanchange: 'A plan came late' },
      responseText: 'What was said',
      errorText: null,
    },
    ...more,
  };
}

const keep = (news: NewCallback) => keepCallback(db.database, news);
const logOf = (deviceChangeId: string) => db.database.prisma.logEntry.findMany({ where: { deviceChangeId } });

/** A row of a change, in the given state, that has sent a request. */
async function requested(status: DeviceChangeStatus, order: ChangeOrder = statusOrder('suspended')) {
  const { rows } = await storeChange(db.database, {
    fleet,
    order,
    rows: [{ device: at(fleet.jasperDevices, 0), status }],
  });
  const [deviceChangeId = ''] = rows;
  nextRequest += 1;
  const requestId = `request-${String(nextRequest)}`;
  await db.database.prisma.carrierRequest.create({
    data: {
      tenantId: fleet.tenantId,
      serviceProviderId: fleet.jasper,
      deviceChangeId,
      requestId,
      sentAt: receivedAt,
    },
  });
  return { deviceChangeId, requestId };
}

test('news is kept before anybody knows the request, and counted when it comes again', async () => {
  expect(await keep(callback('early'))).toEqual({ isNew: true, isLate: false, iccid: null });
  expect(await keep(callback('early'))).toEqual({ isNew: false, isLate: false, iccid: null });
  const rows = await db.database.prisma.carrierCallback.findMany({ where: { requestId: 'early' } });
  expect(rows).toMatchObject([{ timesReceived: 2, receivedAt, message: { status: 'Success' } }]);
});

test('a message without an ICCID is about the device of its request', async () => {
  const { requestId, deviceChangeId } = await requested('AWAITING_CONFIRMATION');
  const { iccid } = at(fleet.jasperDevices, 0);
  expect(await keep(callback(requestId))).toEqual({ isNew: true, isLate: false, iccid });
  expect(await logOf(deviceChangeId)).toEqual([]);
});

test('the same request id at another service provider is another request', async () => {
  const { requestId, deviceChangeId } = await requested('PROCESSED');
  const news = callback(requestId, { serviceProviderId: fleet.pond });
  expect(await keep(news)).toEqual({ isNew: true, isLate: false, iccid: null });
  expect(await logOf(deviceChangeId)).toEqual([]);
});

test.each(['PROCESSED', 'ERROR', 'UNKNOWN', 'CANCELED'] as const)(
  'what comes after the outcome %s enters the log of the device once',
  async (status) => {
    const { requestId, deviceChangeId } = await requested(status);
    expect(await keep(callback(requestId))).toMatchObject({ isNew: true, isLate: true });
    expect(await keep(callback(requestId))).toMatchObject({ isNew: false, isLate: true });
    expect(await logOf(deviceChangeId)).toMatchObject([
      {
        tenantId: fleet.tenantId,
        description: 'A status came late',
        responseText: 'What was said',
        responseStatus: 'PROCESSED',
        hasErrors: false,
        createdAt: receivedAt,
      },
    ]);
  },
);

test('a late failure of a plan change says what failed', async () => {
  const { requestId, deviceChangeId } = await requested('UNKNOWN', carrierPlanOrder('p'));
  const news = callback(requestId);
  await keep({ ...news, whenLate: { ...news.whenLate, errorText: 'No such plan.' } });
  expect(await logOf(deviceChangeId)).toMatchObject([
    { description: 'A plan came late', responseStatus: 'ERROR', hasErrors: true, errorText: 'No such plan.' },
  ]);
});

test('a message that names another device of the provider is not logged on this one', async () => {
  const { requestId, deviceChangeId } = await requested('PROCESSED');
  const { iccid } = at(fleet.jasperDevices, 1);
  expect(await keep(callback(requestId, { iccid }))).toEqual({ isNew: true, isLate: false, iccid });
  expect(await logOf(deviceChangeId)).toEqual([]);
});

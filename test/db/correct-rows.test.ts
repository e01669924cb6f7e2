import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { correctRows, type CorrectedRow, type CorrectedRows } from '../../src/db/bulk/correct-rows.ts';
import { at, openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { statusOrder } from './orders.ts';
import { expectCountsOfRows, statusesOf, storeChange, type StoredChange } from './stored-change.ts';

let db: FleetDatabase;
let fleet: SeededFleet;

beforeAll(async () => {
  db = await openFleetDatabase();
});

beforeEach(async () => {
  fleet = await db.newFleet({ jasperDevices: 2 });
});

afterAll(() => db.close());

/** One row in this state, for which the carrier has accepted a request. */
async function stored(status: 'ERROR' | 'UNKNOWN' | 'PROCESSING' | 'PROCESSED'): Promise<StoredChange> {
  const device = at(fleet.jasperDevices, 0);
  const rows = [{ device, status }];
  const change = await storeChange(db.database, {
    fleet,
    order: statusOrder('suspended'),
    rows,
    status: 'ERROR',
  });
  await db.database.prisma.carrierRequest.create({
    data: {
      tenantId: fleet.tenantId,
      serviceProviderId: fleet.jasper,
      deviceChangeId: at(change.rows, 0),
      requestId: 'request-1',
      sentAt: new Date(),
    },
  });
  return change;
}

async function correct({ rows }: StoredChange, isOther: boolean): Promise<boolean> {
  const row = { ...correctionOf(at(rows, 0), isOther ? 1 : 0), isOther };
  const { corrected } = await write([row]);
  return corrected.has(at(rows, 0));
}

function write(rows: readonly CorrectedRow[]): Promise<CorrectedRows> {
  return db.database.prisma.$transaction((tx) => correctRows(tx, rows));
}

/** Has the row name the fleet's device at this place. */
function correctionOf(deviceChangeId: string, place: number): CorrectedRow {
  const { id: deviceId, iccid: identifier } = at(fleet.jasperDevices, place);
  return {
    deviceChangeId,
    identifier,
    identifierType: 'ICCID',
    deviceId,
    overrides: { imei: '350000000000006' },
    order: null,
    before: { status: 'active' },
    after: { status: 'suspended' },
    reopen: true,
    isOther: true,
  };
}

describe('correcting a row', () => {
  it.each(['ERROR', 'UNKNOWN'] as const)('opens one that is %s, with its counts', async (status) => {
    const change = await stored(status);
    expect(await correct(change, false)).toBe(true);
    expect(await statusesOf(db.database, change.id)).toEqual(['PENDING']);
    await expectCountsOfRows(db.database, change.id);
  });

  it('leaves one that was processed meanwhile', async () => {
    const change = await stored('PROCESSED');
    expect(await correct(change, false)).toBe(false);
    expect(await statusesOf(db.database, change.id)).toEqual(['PROCESSED']);
  });

  it('leaves one that is at work, with what the carrier was asked for', async () => {
    const change = await stored('PROCESSING');
    expect(await correct(change, true)).toBe(false);
    expect(await statusesOf(db.database, change.id)).toEqual(['PROCESSING']);
    const where = { deviceChangeId: at(change.rows, 0) };
    expect(await db.database.prisma.carrierRequest.count({ where })).toBe(1);
  });

  it.each([
    { what: 'keeps its requests at the carrier', isOther: false, requests: 1 },
    { what: 'has none when it is another device’s or asks for something else', isOther: true, requests: 0 },
  ])('$what', async ({ isOther, requests }) => {
    const change = await stored('ERROR');
    await correct(change, isOther);
    const count = await db.database.prisma.carrierRequest.count({
      where: { deviceChangeId: at(change.rows, 0) },
    });
    expect(count).toBe(requests);
  });

  it('never gives a device two rows, of the change or of the corrections themselves', async () => {
    const change = await storeChange(db.database, {
      fleet,
      order: statusOrder('suspended'),
      rows: [
        { device: at(fleet.jasperDevices, 0), status: 'PROCESSED' },
        { device: null, status: 'ERROR' },
        { device: null, status: 'ERROR' },
        { device: null, status: 'ERROR' },
      ],
      status: 'ERROR',
    });
    const [, ofStanding = '', second = '', third = ''] = change.rows;
    const written = await write([
      correctionOf(ofStanding, 0),
      correctionOf(third, 1),
      correctionOf(second, 1),
    ]);
    expect(written).toEqual({ corrected: new Set([third]), repeated: new Set([ofStanding, second]) });
    expect(await statusesOf(db.database, change.id)).toEqual(['PROCESSED', 'ERROR', 'ERROR', 'PENDING']);
    await expectCountsOfRows(db.database, change.id);
  });
});

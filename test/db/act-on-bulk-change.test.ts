import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  cancelBulkChange,
  findRunFor,
  processBulkChange,
  retryBulkChange,
} from '../../src/db/submission/act-on-bulk-change.ts';
import { approveBulkChange } from '../../src/db/submission/approve-bulk-change.ts';
import type { RetryFilter } from '../../src/db/bulk/reopen-device-changes.ts';
import { createStartRequests, findStartRequests } from '../../src/db/start-requests.ts';
import { at, openFleetDatabase, type FleetDatabase, type SeededFleet } from './fleet-database.ts';
import { statusOrder } from './orders.ts';
import { expectCountsOfRows, statusesOf, storeChange, type StoredRow } from './stored-change.ts';

let db: FleetDatabase;
let fleet: SeededFleet;
let theirs: SeededFleet;

beforeAll(async () => {
  db = await openFleetDatabase();
  fleet = await db.newFleet({ jasperDevices: 8 });
  theirs = await db.newFleet();
});

afterAll(() => db.close());

const now = new Date('2026-11-30T12:00:00Z');
const missing = '00000000-0000-7000-8000-000000000000';
const me = () => ({ tenantId: fleet.tenantId, actor: 'ann', requestId: 'r-1' });
const them = () => ({ tenantId: theirs.tenantId, actor: 'eve' });
const changeOf = (id: string) => db.database.prisma.bulkChange.findUniqueOrThrow({ where: { id } });
const auditOf = (subjectId: string) => db.database.prisma.auditEntry.findMany({ where: { subjectId } });
const stored = (rows: readonly StoredRow[], status: string) =>
  storeChange(db.database, { fleet, order: statusOrder('suspended'), rows, status });
const pending = () => stored([{ device: at(fleet.jasperDevices, 0) }], 'PENDING');

describe('processing', () => {
  it('asks for one run, however often it is asked', async () => {
    const { id } = await pending();
    expect(await processBulkChange(db.database, me(), id, now)).toEqual({ outcome: 'done' });
    expect(await processBulkChange(db.database, me(), id, new Date())).toEqual({ outcome: 'done' });
    expect((await changeOf(id)).startRequestedAt).toEqual(now);
    expect(await auditOf(id)).toMatchObject([
      { action: 'bulk_change.process', actor: 'ann', requestId: 'r-1', tenantId: fleet.tenantId },
      { action: 'bulk_change.process' },
    ]);
  });

  it('is refused with the state once the change goes on', async () => {
    const { id } = await stored([{ device: null }], 'PROCESSING');
    expect(await processBulkChange(db.database, me(), id, now)).toEqual({
      outcome: 'wrong_state',
      status: 'PROCESSING',
    });
    expect((await changeOf(id)).startRequestedAt).toBeNull();
    expect(await auditOf(id)).toEqual([]);
  });
});

describe('cancelling', () => {
  it('ends a change that nothing works on, with all its rows, and says who did it', async () => {
    const { id } = await stored([{ device: null }, { device: null, status: 'ERROR' }], 'PENDING');
    expect(await cancelBulkChange(db.database, me(), id, now)).toEqual({ outcome: 'done' });
    expect(await changeOf(id)).toMatchObject({ status: 'CANCELED', finishedAt: now });
    expect(await statusesOf(db.database, id)).toEqual(['CANCELED', 'ERROR']);
    await expectCountsOfRows(db.database, id);
    expect(await auditOf(id)).toMatchObject([{ action: 'bulk_change.cancel' }]);
  });

  it('leaves a change that is wanted to start, or under way, to its run', async () => {
    const wanted = await pending();
    await processBulkChange(db.database, me(), wanted.id, now);
    const running = await stored([{ device: null, status: 'PROCESSING' }, { device: null }], 'PROCESSING');
    for (const { id, rows } of [wanted, running]) {
      const before = await statusesOf(db.database, id);
      expect(await cancelBulkChange(db.database, me(), id, now)).toEqual({ outcome: 'running' });
      expect(await statusesOf(db.database, id)).toEqual(before);
      // What the run is told is audited once it has taken it.
      expect((await auditOf(id)).map(({ action }) => action)).not.toContain('bulk_change.cancel');
      expect(rows).toHaveLength(before.length);
    }
  });

  it.each(['PROCESSED', 'ERROR', 'CANCELED'] as const)(
    'is refused for a change that ended %s',
    async (status) => {
      const { id } = await stored([{ device: null, status }], status);
      expect(await cancelBulkChange(db.database, me(), id, now)).toEqual({ outcome: 'wrong_state', status });
    },
  );

  it('and processing at the same moment never both win', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await pending();
      const [canceled, started] = await Promise.all([
        cancelBulkChange(db.database, me(), id, now),
        processBulkChange(db.database, me(), id, now),
      ]);
      const change = await changeOf(id);
      expect(change.status === 'CANCELED').toBe(canceled.outcome === 'done');
      expect(change.startRequestedAt !== null).toBe(started.outcome === 'done');
      expect(canceled.outcome === 'done' && started.outcome === 'done').toBe(false);
    }
  });
});

describe('a change that awaits its approval', () => {
  const awaiting = () => stored([{ device: at(fleet.jasperDevices, 0) }], 'AWAITING_APPROVAL');

  it('is approved or canceled, never both, when both are asked for at the same moment', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await awaiting();
      const [canceled, approved] = await Promise.all([
        cancelBulkChange(db.database, me(), id, now),
        approveBulkChange(db.database, me(), id, { now, planHashes: null }),
      ]);
      const change = await changeOf(id);
      expect(change.status).toBe(canceled.outcome === 'done' ? 'CANCELED' : 'PENDING');
      expect(change.startRequestedAt !== null).toBe(approved.outcome === 'done');
      expect(canceled.outcome === 'done' && approved.outcome === 'done').toBe(false);
    }
  });

  it('has no run to be told of anything, like one that only is stored', async () => {
    const ids = [(await awaiting()).id, (await pending()).id];
    for (const id of ids) {
      const { status } = await changeOf(id);
      expect(await findRunFor(db.database, me(), id, 'pause')).toEqual({ outcome: 'wrong_state', status });
      expect(await findRunFor(db.database, them(), id, 'pause')).toEqual({ outcome: 'not_found' });
    }
    await processBulkChange(db.database, me(), ids[1] ?? '', now);
    expect(await findRunFor(db.database, me(), ids[1] ?? '', 'pause')).toEqual({ outcome: 'running' });
  });
});

const failures = (): StoredRow[] => {
  const device = (place: number) => at(fleet.jasperDevices, place);
  return [
    { device: device(0), status: 'ERROR', errorClass: 'TRANSIENT', errorCode: 'carrier.timeout' },
    { device: device(1), status: 'ERROR', errorClass: 'BUSINESS', errorCode: 'carrier.login_refused' },
    { device: device(2), status: 'UNKNOWN', errorClass: 'TRANSIENT', errorCode: 'carrier.timeout' },
    { device: device(3), status: 'PROCESSED' },
    { device: device(4), status: 'CANCELED' },
    { device: device(4), status: 'ERROR', errorClass: 'VALIDATION', errorCode: 'device.duplicate' },
    { device: null, status: 'ERROR', errorClass: 'VALIDATION', errorCode: 'device.not_found' },
  ];
};

describe('a retry', () => {
  it('leaves a change paused that is paused: its rows wait with the others', async () => {
    const { id } = await stored(
      [
        { device: at(fleet.jasperDevices, 0), status: 'ERROR', errorCode: 'carrier.rejected' },
        { device: at(fleet.jasperDevices, 1) },
      ],
      'PAUSED',
    );
    expect(await retryBulkChange(db.database, me(), id, {}, now)).toEqual({ outcome: 'done' });
    expect(await changeOf(id)).toMatchObject({ status: 'PAUSED', pending: 2, startRequestedAt: now });
  });

  it.each<[string, RetryFilter, readonly number[]]>([
    ['everything that failed or is unknown', {}, [0, 1, 2]],
    ['a class', { errorClass: 'TRANSIENT' }, [0, 2]],
    ['a code', { errorCode: 'carrier.login_refused' }, [1]],
    [
      'a class and a code that go together',
      { errorClass: 'TRANSIENT', errorCode: 'carrier.timeout' },
      [0, 2],
    ],
  ])('of %s opens exactly those rows', async (_, filter, opened) => {
    const { id, rows } = await stored(failures(), 'ERROR');
    expect(await retryBulkChange(db.database, me(), id, filter, now)).toEqual({ outcome: 'done' });
    const statuses = await statusesOf(db.database, id);
    expect(statuses.flatMap((status, place) => (status === 'PENDING' ? [place] : []))).toEqual(opened);
    await expectCountsOfRows(db.database, id);
    const reopened = await db.database.prisma.deviceChange.findUniqueOrThrow({
      where: { id: at(rows, opened[0] ?? 0) },
    });
    expect(reopened).toMatchObject({
      errorClass: null,
      errorCode: null,
      errorMessage: null,
      finishedAt: null,
    });
    expect(await changeOf(id)).toMatchObject({
      status: 'PROCESSING',
      finishedAt: null,
      startRequestedAt: now,
    });
  });

  it('of named rows opens those of this change only', async () => {
    const [one, two] = [await stored(failures(), 'ERROR'), await stored(failures(), 'ERROR')];
    const deviceChangeIds = [at(one.rows, 1), at(one.rows, 3), at(two.rows, 0)];
    expect(await retryBulkChange(db.database, me(), one.id, { deviceChangeIds }, now)).toEqual({
      outcome: 'done',
    });
    expect((await statusesOf(db.database, one.id)).filter((status) => status === 'PENDING')).toHaveLength(1);
    expect(await statusesOf(db.database, two.id)).not.toContain('PENDING');
  });

  it.each<[string, RetryFilter]>([
    ['matches nothing', { errorCode: 'carrier.forbidden' }],
    ['contradicts itself', { errorClass: 'BUSINESS', errorCode: 'carrier.timeout' }],
    ['names no row', { deviceChangeIds: [] }],
    ['names a row that is not there', { deviceChangeIds: [missing] }],
    ['means a repeated row', { errorCode: 'device.duplicate' }],
  ])('that %s changes nothing', async (_, filter) => {
    const { id } = await stored(failures(), 'ERROR');
    expect(await retryBulkChange(db.database, me(), id, filter, now)).toEqual({ outcome: 'nothing_matches' });
    expect(await changeOf(id)).toMatchObject({ status: 'ERROR', startRequestedAt: null });
    expect(await auditOf(id)).toEqual([]);
  });

  it('keeps the attempts and the log, and that a write may have been sent', async () => {
    const { id, rows } = await stored(failures(), 'ERROR');
    const doubtful = at(rows, 2);
    await db.database.prisma.deviceChange.update({
      where: { id: doubtful },
      data: { attempts: 3, writeSentAt: now },
    });
    await retryBulkChange(db.database, me(), id, {}, now);
    expect(
      await db.database.prisma.deviceChange.findUniqueOrThrow({ where: { id: doubtful } }),
    ).toMatchObject({
      status: 'PENDING',
      attempts: 3,
      writeSentAt: now,
    });
  });

  it('is refused before the change has begun', async () => {
    const { id } = await stored(failures(), 'SCHEDULED');
    expect(await retryBulkChange(db.database, me(), id, {}, now)).toEqual({
      outcome: 'wrong_state',
      status: 'SCHEDULED',
    });
  });
});

describe('a change of another tenant', () => {
  it('is as good as missing, for every action, and stays as it is', async () => {
    const waiting = await pending();
    const ended = await stored(failures(), 'ERROR');
    for (const id of [waiting.id, missing]) {
      expect(await processBulkChange(db.database, them(), id, now)).toEqual({ outcome: 'not_found' });
      expect(await cancelBulkChange(db.database, them(), id, now)).toEqual({ outcome: 'not_found' });
    }
    expect(await retryBulkChange(db.database, them(), ended.id, {}, now)).toEqual({ outcome: 'not_found' });
    expect(await changeOf(waiting.id)).toMatchObject({ status: 'PENDING', startRequestedAt: null });
    expect(await statusesOf(db.database, ended.id)).not.toContain('PENDING');
    expect(await db.database.prisma.auditEntry.count({ where: { tenantId: theirs.tenantId } })).toBe(0);
  });
});

describe('the wish for a run', () => {
  it('is found until it is confirmed, and a newer wish outlives the confirmation of an older one', async () => {
    const requests = createStartRequests(db.database);
    const { id } = await stored(failures(), 'ERROR');
    const wished = async () =>
      (await findStartRequests(db.database, new Date('2027-01-01T00:00:00Z'))).some(
        (request) => request.bulkChangeId === id,
      );
    expect(await wished()).toBe(false);
    await retryBulkChange(db.database, me(), id, { errorClass: 'BUSINESS' }, now);
    expect(await wished()).toBe(true);
    const later = new Date(now.getTime() + 1_000);
    await retryBulkChange(db.database, me(), id, { errorClass: 'TRANSIENT' }, later);
    await requests.confirm(id, now, 'run-1');
    expect(await wished()).toBe(true);
    await requests.confirm(id, later, 'run-1');
    expect(await wished()).toBe(false);
    expect((await changeOf(id)).workflowRunId).toBe('run-1');
    expect(await requests.read(theirs.tenantId, id)).toBeNull();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BULK_CHANGE_STATUSES,
  finalStatus,
  isFinalBulkChangeStatus,
  mayAct,
} from '../../src/domain/bulk-change-status.ts';
import {
  DEVICE_CHANGE_STATUSES,
  FINAL_DEVICE_CHANGE_STATUSES,
  isFinalDeviceChangeStatus,
  RETRYABLE_DEVICE_CHANGE_STATUSES,
} from '../../src/domain/device-change-status.ts';
import {
  EMPTY_TALLY,
  finished,
  percentDone,
  TALLY_FIELDS,
  tallyOf,
  total,
  type Tally,
} from '../../src/domain/tally.ts';

const statuses = fc.array(fc.constantFrom(...DEVICE_CHANGE_STATUSES), { maxLength: 60 });

describe('a tally', () => {
  it('counts every device once', () => {
    fc.assert(
      fc.property(statuses, (rows) => {
        const tally = tallyOf(rows);
        expect(total(tally)).toBe(rows.length);
        expect(Object.values<number>({ ...tally }).reduce((sum, count) => sum + count, 0)).toBe(rows.length);
        for (const status of DEVICE_CHANGE_STATUSES) {
          expect(tally[TALLY_FIELDS[status]]).toBe(rows.filter((row) => row === status).length);
        }
      }),
    );
  });

  it('calls finished exactly what has an outcome', () => {
    fc.assert(
      fc.property(statuses, (rows) => {
        expect(finished(tallyOf(rows))).toBe(rows.filter(isFinalDeviceChangeStatus).length);
      }),
    );
  });

  it('says 100 percent only when nothing is left', () => {
    fc.assert(
      fc.property(statuses, (rows) => {
        const percent = percentDone(tallyOf(rows));
        expect(percent).toBeGreaterThanOrEqual(0);
        expect(percent === 100).toBe(rows.every(isFinalDeviceChangeStatus));
      }),
    );
    expect(percentDone({ ...EMPTY_TALLY, processed: 999_999, pending: 1 })).toBe(99);
  });

  it('does not depend on the order of the devices, and is not changed by being read', () => {
    fc.assert(
      fc.property(statuses, (rows) => {
        expect(tallyOf([...rows].reverse())).toEqual(tallyOf(rows));
      }),
    );
    expect(total(EMPTY_TALLY)).toBe(0);
  });
});

describe('the final status of a change', () => {
  it.each<[Partial<Tally>, string]>([
    [{ processed: 5 }, 'PROCESSED'],
    [{}, 'PROCESSED'],
    [{ processed: 4, error: 1 }, 'ERROR'],
    [{ processed: 4, unknown: 1 }, 'ERROR'],
    [{ error: 5 }, 'ERROR'],
    [{ canceled: 5 }, 'CANCELED'],
    [{ processed: 4, canceled: 1 }, 'CANCELED'],
    [{ error: 4, canceled: 1 }, 'CANCELED'],
  ])('of %j is %s', (counts, status) => {
    expect(finalStatus({ ...EMPTY_TALLY, ...counts })).toBe(status);
  });

  it('is always one from which nothing moves on by itself, and PROCESSED only when every device is', () => {
    const finals = fc.array(fc.constantFrom(...FINAL_DEVICE_CHANGE_STATUSES), { minLength: 1 });
    fc.assert(
      fc.property(finals, (rows) => {
        const status = finalStatus(tallyOf(rows));
        expect(isFinalBulkChangeStatus(status)).toBe(true);
        expect(status === 'PROCESSED').toBe(rows.every((row) => row === 'PROCESSED'));
      }),
    );
  });
});

describe('what a caller may do', () => {
  it('is to start only what waits, and to cancel only what has not ended', () => {
    expect(BULK_CHANGE_STATUSES.filter((status) => mayAct('process', status))).toEqual(['PENDING']);
    for (const status of BULK_CHANGE_STATUSES) {
      expect(mayAct('cancel', status)).toBe(!isFinalBulkChangeStatus(status));
    }
  });

  it('is to retry every ended change, but not one that has not begun', () => {
    for (const status of BULK_CHANGE_STATUSES.filter(isFinalBulkChangeStatus)) {
      expect(mayAct('retry', status)).toBe(true);
    }
    for (const status of ['PENDING', 'AWAITING_APPROVAL', 'SCHEDULED'] as const) {
      expect(mayAct('retry', status)).toBe(false);
    }
  });

  it('never opens a processed or a canceled device again by a retry', () => {
    expect(RETRYABLE_DEVICE_CHANGE_STATUSES).toEqual(['ERROR', 'UNKNOWN']);
  });
});

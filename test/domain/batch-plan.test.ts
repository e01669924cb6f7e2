import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchPlan, batchSize, deviceWindow } from '../../src/domain/batch-plan.ts';

/**
 * What a child costs the root's history: initiated, started, completed, and the three events of the workflow task that
 * each of the last two may cause.
 */
const EVENTS_PER_BATCH = 9;
const totals = fc.integer({ min: 0, max: 1_000_000 });
const configured = fc.integer({ min: 1, max: 5_000 });
const inFlight = fc.integer({ min: -5, max: 50_000 });

describe('a batch plan', () => {
  it('keeps the root under 10,000 events up to a million devices', () => {
    fc.assert(
      fc.property(totals, configured, (total, size) => {
        const batches = Math.ceil(total / batchSize(total, size));
        expect(batches * EVENTS_PER_BATCH).toBeLessThan(10_000);
      }),
    );
    expect(Math.ceil(1_000_000 / batchSize(1_000_000, 1))).toBe(1_000);
  });

  it('never gives a batch more than 1,000 children, nor none', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50_000_000 }), configured, (total, size) => {
        expect(batchSize(total, size)).toBeLessThanOrEqual(1_000);
        expect(batchSize(total, size)).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  it('takes the configured size while the change is small', () => {
    expect(batchSize(10, 100)).toBe(100);
    expect(batchSize(100_000, 100)).toBe(100);
    expect(batchSize(100_001, 100)).toBe(101);
    expect(batchSize(1_000_000, 100)).toBe(1_000);
  });

  it('has room for all devices in flight, in narrow batches, and always for one', () => {
    fc.assert(
      fc.property(totals, configured, inFlight, (total, size, wanted) => {
        const plan = batchPlan(total, size, { devices: wanted, paced: false });
        expect(plan.openBatches).toBeGreaterThanOrEqual(1);
        expect(plan.openBatches).toBeLessThanOrEqual(20);
        expect(plan.batchWindow).toBeGreaterThanOrEqual(1);
        expect(plan.openBatches * plan.batchWindow).toBeGreaterThanOrEqual(wanted);
        // No more than one device too many in each batch.
        expect(plan.openBatches * plan.batchWindow).toBeLessThan(Math.max(1, wanted) + plan.openBatches);
        if (wanted <= 500) expect(plan.batchWindow).toBeLessThanOrEqual(25);
      }),
    );
  });
});

describe('devices in flight', () => {
  it.each([
    [5, 1, 15],
    [0.5, 1, 2],
    [1, 20, 3],
  ])(
    'at %d requests a second, %d at once, are %d, paced by the budget',
    (requestsPerSecond, maxConcurrentRequests, devices) => {
      expect(deviceWindow({ requestsPerSecond, maxConcurrentRequests })).toEqual({ devices, paced: true });
    },
  );

  it.each([500, null])('are bounded when the rate is %s', (requestsPerSecond) => {
    expect(deviceWindow({ requestsPerSecond, maxConcurrentRequests: 4 })).toEqual({
      devices: 200,
      paced: false,
    });
  });

  it('fill the budget from one batch alone, so that nothing of it is lost while another batch ends', () => {
    expect(batchPlan(1_000, 100, { devices: 15, paced: true })).toEqual({
      batchSize: 100,
      openBatches: 2,
      batchWindow: 15,
    });
  });
});

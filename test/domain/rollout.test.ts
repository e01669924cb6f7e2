import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gateText, trips, waveEnds, type Wave } from '../../src/domain/rollout.ts';

const wave: fc.Arbitrary<Wave> = fc.record({
  size: fc.oneof(
    fc.record({ percent: fc.integer({ min: 1, max: 100 }) }),
    fc.record({ count: fc.integer({ min: 1, max: 500 }) }),
  ),
  pauseAfter: fc.boolean(),
});

describe('waves', () => {
  it('take every row once, in order, whatever sizes are asked for', () => {
    fc.assert(
      fc.property(fc.array(wave, { maxLength: 10 }), fc.integer({ min: 1, max: 1_000 }), (waves, total) => {
        const ends = waveEnds(waves, total);
        expect(ends.at(-1)).toBe(total);
        expect([...ends].sort((one, other) => one - other)).toEqual(ends);
        expect(new Set(ends).size).toBe(ends.length);
        expect(ends.length).toBeLessThanOrEqual(waves.length + 1);
      }),
    );
  });

  it.each([
    [[{ percent: 1 }, { percent: 50 }], 10, [1, 6, 10]],
    [[{ count: 3 }], 10, [3, 10]],
    [[{ count: 30 }, { count: 1 }], 10, [10]],
    [[], 10, [10]],
  ])('%j of %i rows end at %j', (sizes, total, ends) => {
    const waves = sizes.map((size) => ({ size, pauseAfter: false }));
    expect(waveEnds(waves, total)).toEqual(ends);
  });
});

describe('the error gate', () => {
  const gate = { percent: 10, minimumDevices: 20 };

  it.each([
    [{ done: 19, failed: 19 }, false],
    [{ done: 20, failed: 2 }, false],
    [{ done: 20, failed: 3 }, true],
    [{ done: 1_000, failed: 101 }, true],
  ])('at %j trips: %s', (ended, tripped) => {
    expect(trips(gate, ended)).toBe(tripped);
    expect(trips(null, ended)).toBe(false);
  });

  it('says how many failed', () => {
    expect(gateText(gate, { done: 30, failed: 4 })).toBe('4 of 30 devices failed (13.3 %), more than 10 %.');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deactivationPlan, type PlanCandidate } from '../../src/domain/deactivation-plan.ts';

const plan = (code: string, includedMb: number, baseRate: number): PlanCandidate => ({
  id: code,
  code,
  name: code,
  includedMb,
  baseRate,
});

/** Small ranges, so that ties happen; codes are unique at a service provider. */
const plans = fc.uniqueArray(
  fc
    .tuple(fc.string({ minLength: 1, maxLength: 3 }), fc.nat({ max: 5 }), fc.nat({ max: 4 }))
    .map(([code, includedMb, baseRate]) => plan(code, includedMb, baseRate)),
  { selector: ({ code }) => code, maxLength: 12 },
);
const usage = fc.nat({ max: 7 });

describe('the plan a device is parked on', () => {
  it('is the cheapest that covers the usage', () => {
    const offered = [plan('SMALL', 5, 1), plan('MEDIUM', 50, 2), plan('LARGE', 500, 9)];
    expect(deactivationPlan(offered, 0)?.code).toBe('SMALL');
    expect(deactivationPlan(offered, 5)?.code).toBe('SMALL');
    expect(deactivationPlan(offered, 5.001)?.code).toBe('MEDIUM');
  });

  it('may be a larger one that costs less', () => {
    expect(deactivationPlan([plan('SMALL', 5, 2), plan('LARGE', 50, 1)], 3)?.code).toBe('LARGE');
  });

  it('is the largest when none covers the usage, whatever it costs', () => {
    expect(deactivationPlan([plan('A', 5, 1), plan('B', 50, 99)], 1_000)?.code).toBe('B');
  });

  it('is none when there is no plan', () => {
    expect(deactivationPlan([], 3)).toBeUndefined();
  });

  it('is never dearer than another that covers, and never smaller than another when none covers', () => {
    fc.assert(
      fc.property(plans, usage, (offered, usageMb) => {
        const chosen = deactivationPlan(offered, usageMb);
        if (chosen === undefined) {
          expect(offered).toEqual([]);
          return;
        }
        const covering = offered.filter(({ includedMb }) => includedMb >= usageMb);
        if (covering.length > 0) {
          expect(covering).toContain(chosen);
          expect(chosen.baseRate).toBe(Math.min(...covering.map(({ baseRate }) => baseRate)));
        } else {
          expect(chosen.includedMb).toBe(Math.max(...offered.map(({ includedMb }) => includedMb)));
        }
      }),
    );
  });

  it('is the same in whatever order the plans come, and leaves their list alone', () => {
    const shuffled = plans.chain((offered) =>
      fc.tuple(fc.constant(offered), fc.shuffledSubarray(offered, { minLength: offered.length })),
    );
    fc.assert(
      fc.property(shuffled, usage, ([offered, other], usageMb) => {
        const before = [...offered];
        expect(deactivationPlan(other, usageMb)).toEqual(deactivationPlan(offered, usageMb));
        expect(offered).toEqual(before);
      }),
    );
  });
});

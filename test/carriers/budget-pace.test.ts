import { expect, it } from 'vitest';
import { createPace, pacedRate, type Pace } from '../../src/carriers/budget-pace.ts';

const SPACING_MS = 1_000 / pacedRate(5);

/** A pace that has seen a carrier that answers within `usualMs`. */
function paceOf(usualMs: number): Pace {
  const pace = createPace(5);
  for (let slot = 0; slot < 10; slot += 1) pace.notBefore({ slot, left: slot, answered: slot + usualMs });
  return pace;
}

it('gives out fewer slots than the carrier permits, and more than 95 % of them', () => {
  expect(pacedRate(5)).toBeLessThan(5);
  expect(pacedRate(5) / 5).toBeGreaterThan(0.95);
});

it('leaves the plan alone while calls are on time, however slow the carrier', () => {
  expect(paceOf(150).notBefore({ slot: 1_000, left: 1_003, answered: 1_156 })).toBeNull();
});

it('moves the plan by what a late call exceeds its share of the slack', () => {
  expect(paceOf(20).notBefore({ slot: 1_000, left: 1_100, answered: 1_120 })).toBeCloseTo(
    1_000 + SPACING_MS + 90,
  );
});

it('takes a call for late whose answer took unusually long: it may have arrived late', () => {
  expect(paceOf(20).notBefore({ slot: 1_000, left: 1_000, answered: 1_120 })).toBeCloseTo(
    1_000 + SPACING_MS + 90,
  );
});

it('knows nothing of a carrier at first, and takes its first answers for late', () => {
  expect(createPace(5).notBefore({ slot: 0, left: 0, answered: 130 })).toBeCloseTo(SPACING_MS + 120);
});

it('keeps the distances of the permitted window when every call may be late by anything', () => {
  const pace = paceOf(20);
  let seed = 7;
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const arrivals: number[] = [];
  let slot = 1_000;
  for (let call = 0; call < 2_000; call += 1) {
    const late = random() < 0.2 ? random() * 300 : random() * 5;
    const left = slot + late;
    // On the way a call may lose what its share of the slack covers.
    arrivals.push(left + random() * 30);
    slot = Math.max(slot + SPACING_MS, left + 20, pace.notBefore({ slot, left, answered: left + 20 }) ?? 0);
  }
  const distances = arrivals.slice(5).map((at, index) => at - (arrivals[index] ?? at));
  expect(Math.min(...distances)).toBeGreaterThanOrEqual(1_000);
});

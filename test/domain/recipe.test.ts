import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangeOrder } from '../../src/domain/change-order.ts';
import { effectText } from '../../src/domain/effect-text.ts';
import { INTEGRATIONS, type Integration } from '../../src/domain/integration.ts';
import { isDatabaseOnly, recipeFor, RECIPES, type Recipe } from '../../src/domain/recipe.ts';
import { DEVICE_STATUSES, type DeviceStatus } from '../../src/domain/device-status.ts';
import { anyOrder } from './change-arbitraries.ts';

const settings = fc.record({
  packageChangeOrder: fc.constantFrom('terminate_first' as const, 'create_first' as const),
});

function statusOrder(targetStatus: DeviceStatus): ChangeOrder {
  return { changeType: 'statusupdate', targetStatus, reasonCode: null, activation: null, associate: null };
}

const planOrder: ChangeOrder = {
  changeType: 'carrierrateplanchange',
  plan: { id: 'p', code: 'P', name: 'P', planUuid: null, ratePlanId: 1 },
  allowedSimTypes: [],
  communicationPlan: null,
  optimizationGroup: null,
};

describe('a recipe', () => {
  it('exists for every order at every integration, and each recipe has its order', () => {
    const seen = new Set<Recipe>();
    fc.assert(
      fc.property(fc.constantFrom(...INTEGRATIONS), anyOrder, settings, (integration, order, setting) => {
        const recipe = recipeFor(integration, order, setting);
        expect(RECIPES).toContain(recipe);
        seen.add(recipe);
      }),
      { numRuns: 1_000 },
    );
    expect([...seen].sort()).toEqual([...RECIPES].sort());
  });

  it('that calls nobody belongs exactly to the changes without carrier and billing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...INTEGRATIONS), anyOrder, settings, (integration, order, setting) => {
        const callsNobody =
          order.changeType === 'customerrateplanchange' ||
          (order.changeType === 'customerassignment' && order.rev?.createService !== true);
        expect(isDatabaseOnly(recipeFor(integration, order, setting))).toBe(callsNobody);
      }),
    );
  });

  it.each<[Integration, 'terminate_first' | 'create_first', Recipe]>([
    ['JASPER', 'terminate_first', 'change_rate_plan'],
    ['JASPER', 'create_first', 'change_rate_plan'],
    ['POND', 'terminate_first', 'pond_terminate_first'],
    ['POND', 'create_first', 'pond_create_first'],
  ])('for a plan at %s with %s is %s', (integration, packageChangeOrder, recipe) => {
    expect(recipeFor(integration, planOrder, { packageChangeOrder })).toBe(recipe);
  });

  it('moves the plan first only when a Jasper device is deactivated, not when it is suspended', () => {
    for (const target of DEVICE_STATUSES) {
      const setting = { packageChangeOrder: 'terminate_first' } as const;
      expect(recipeFor('JASPER', statusOrder(target), setting)).toBe(
        target === 'deactivated' ? 'jasper_deactivation' : 'set_status',
      );
      expect(recipeFor('POND', statusOrder(target), setting)).toBe('set_status');
    }
  });
});

it('the effect of an order says what happens and names no customer', () => {
  fc.assert(
    fc.property(anyOrder, (order) => {
      expect(effectText(order)).toMatch(/^→ ./);
      if (order.changeType === 'customerassignment') {
        expect(['→ customer', '→ Rev customer']).toContain(effectText(order));
      }
    }),
  );
});

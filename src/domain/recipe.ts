import type { ChangeOrder } from './change-order.ts';
import type { SupportedIntegration } from './integration.ts';

/**
 * The steps that one device goes through, decided once for a whole change. Workflows switch on the name, so that each
 * recipe reads top to bottom in one place.
 */
export const RECIPES = [
  'set_status',
  'jasper_deactivation',
  'change_rate_plan',
  'pond_terminate_first',
  'pond_create_first',
  'rev_service',
  'database',
] as const;

export type Recipe = (typeof RECIPES)[number];

export interface RecipeSettings {
  readonly packageChangeOrder: 'terminate_first' | 'create_first';
}

export function recipeFor(
  integration: SupportedIntegration,
  order: ChangeOrder,
  settings: RecipeSettings,
): Recipe {
  switch (order.changeType) {
    case 'statusupdate':
      // Suspending at Jasper is the same carrier status, but the line comes back: its plan stays.
      return integration === 'JASPER' && order.targetStatus === 'deactivated'
        ? 'jasper_deactivation'
        : 'set_status';
    case 'carrierrateplanchange':
      if (integration === 'JASPER') return 'change_rate_plan';
      return settings.packageChangeOrder === 'terminate_first' ? 'pond_terminate_first' : 'pond_create_first';
    case 'customerrateplanchange':
      return 'database';
    case 'customerassignment':
      return order.rev?.createService === true ? 'rev_service' : 'database';
  }
}

/** A change that touches nothing but the database may be applied page by page. */
export function isDatabaseOnly(recipe: Recipe): boolean {
  return recipe === 'database';
}

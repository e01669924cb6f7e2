import type { ChangeOrder } from './change-order.ts';
import type { DeviceStatus } from './device-status.ts';
import type { Integration } from './integration.ts';

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
  'thingspace_status',
  'thingspace_rate_plan',
  'telegence_activation',
  'rev_service',
  'database',
] as const;

export type Recipe = (typeof RECIPES)[number];

export interface RecipeSettings {
  readonly packageChangeOrder: 'terminate_first' | 'create_first';
}

export function recipeFor(integration: Integration, order: ChangeOrder, settings: RecipeSettings): Recipe {
  switch (order.changeType) {
    case 'statusupdate':
      return statusRecipe(integration, order.targetStatus);
    case 'carrierrateplanchange':
      return ratePlanRecipe(integration, settings);
    case 'customerrateplanchange':
      return 'database';
    case 'customerassignment':
      return order.rev?.createService === true ? 'rev_service' : 'database';
  }
}

/**
 * The recipe of a row's own order. Null: the one of its change, since for a carrier rate plan no order makes a difference,
 * and the order of packages is decided once for all rows.
 */
export function ownRecipe(integration: Integration, order: ChangeOrder): Recipe | null {
  if (order.changeType === 'carrierrateplanchange') return null;
  return recipeFor(integration, order, { packageChangeOrder: 'terminate_first' });
}

function statusRecipe(integration: Integration, target: DeviceStatus): Recipe {
  switch (integration) {
    case 'JASPER':
      // Suspending at Jasper is the same carrier status, but the line comes back: its plan stays.
      return target === 'deactivated' ? 'jasper_deactivation' : 'set_status';
    case 'THINGSPACE':
      return 'thingspace_status';
    case 'TELEGENCE':
      // Whether a line is restored or a SIM gets its first number is told by the device.
      return target === 'active' ? 'telegence_activation' : 'set_status';
    case 'POND':
      return 'set_status';
  }
}

function ratePlanRecipe(integration: Integration, settings: RecipeSettings): Recipe {
  switch (integration) {
    case 'JASPER':
    case 'TELEGENCE':
      return 'change_rate_plan';
    case 'THINGSPACE':
      return 'thingspace_rate_plan';
    case 'POND':
      return settings.packageChangeOrder === 'terminate_first' ? 'pond_terminate_first' : 'pond_create_first';
  }
}

/** A device whose change the carrier confirms later: it waits most of its time, and waiting is nearly free. */
export function isConfirmedLater(recipe: Recipe): boolean {
  return CONFIRMED_LATER.includes(recipe);
}

const CONFIRMED_LATER: readonly Recipe[] = [
  'thingspace_status',
  'thingspace_rate_plan',
  'telegence_activation',
];

/** A change that touches nothing but the database may be applied page by page. */
export function isDatabaseOnly(recipe: Recipe): boolean {
  return recipe === 'database';
}

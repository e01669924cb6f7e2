import type { Recipe } from './recipe.ts';

/** Calls at the carrier that a device takes when nothing goes wrong; 0 where the carrier's budget does not matter. */
export function carrierCallsOf(recipe: Recipe): number {
  switch (recipe) {
    case 'set_status':
    case 'change_rate_plan':
    case 'thingspace_status':
    case 'thingspace_rate_plan':
    case 'telegence_activation':
      return 1;
    case 'jasper_deactivation':
    case 'pond_terminate_first':
    case 'pond_create_first':
      return 2;
    case 'rev_service':
    case 'database':
      return 0;
  }
}

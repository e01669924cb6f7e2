import type { Integration } from './integration.ts';

/** The portal a change belongs to; one log table serves all three. */
export const PORTAL_TYPES = ['M2M', 'MOBILITY', 'LNP'] as const;

export type PortalType = (typeof PORTAL_TYPES)[number];

/** Telegence lines are kept by number and logged under the mobility portal, all others under M2M. */
export function portalOf(integration: Integration): PortalType {
  return integration === 'TELEGENCE' ? 'MOBILITY' : 'M2M';
}

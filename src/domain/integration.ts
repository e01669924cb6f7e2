/** The carriers' integrations, by the names of the contract. */
export const INTEGRATIONS = ['JASPER', 'THINGSPACE', 'POND', 'TELEGENCE'] as const;

export type Integration = (typeof INTEGRATIONS)[number];

/** How an integration is written in log descriptions and summaries. */
export const INTEGRATION_TITLES = {
  JASPER: 'Jasper',
  THINGSPACE: 'ThingSpace',
  POND: 'POND',
  TELEGENCE: 'Telegence',
} as const satisfies Record<Integration, string>;

/** The integrations that this version drives; the others are refused with a clear answer. */
export const SUPPORTED_INTEGRATIONS = ['JASPER', 'POND'] as const satisfies readonly Integration[];

export type SupportedIntegration = (typeof SUPPORTED_INTEGRATIONS)[number];

export function isSupportedIntegration(integration: Integration): integration is SupportedIntegration {
  return SUPPORTED_INTEGRATIONS.some((supported) => supported === integration);
}

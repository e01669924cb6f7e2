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

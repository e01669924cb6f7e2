import { createTelegenceCarrier } from './client.ts';
import type { TelegenceOptions } from './telegence-options.ts';
import type { TelegenceCarrier } from './telegence-port.ts';

/** Gives every caller in this process the same client of a service provider, so that their calls can be joined. */
export type TelegenceFor = (serviceProviderId: string, options: TelegenceOptions) => TelegenceCarrier;

/** Keeps one client per service provider, replaced when anything of its account is set anew. */
export function createTelegenceBook(): TelegenceFor {
  const clients = new Map<
    string,
    { readonly options: TelegenceOptions; readonly carrier: TelegenceCarrier }
  >();
  return (serviceProviderId, options) => {
    const kept = clients.get(serviceProviderId);
    if (kept !== undefined && isSame(kept.options, options)) return kept.carrier;
    const carrier = createTelegenceCarrier(options);
    clients.set(serviceProviderId, { options, carrier });
    return carrier;
  };
}

function isSame(kept: TelegenceOptions, given: TelegenceOptions): boolean {
  return kept.http === given.http && kept.budget === given.budget && document(kept) === document(given);
}

function document({ baseUrl, credentials, settings, timeoutMs }: TelegenceOptions): string {
  return JSON.stringify([baseUrl, credentials, settings, timeoutMs]);
}

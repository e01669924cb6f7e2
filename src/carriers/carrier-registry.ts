import type { Integration } from '../domain/integration.ts';
import type { HttpClient } from '../platform/http-client.ts';
import { parseCredentials, type CredentialsByIntegration } from '../platform/provider-credentials.ts';
import { parseProviderSettings, type SettingsByIntegration } from '../platform/provider-settings.ts';
import type { Parsed } from '../platform/setting-fault.ts';
import type { BudgetFor } from './budget-book.ts';
import { CarrierError } from './carrier-error.ts';
import type { JasperCarrier, PondCarrier, ThingspaceCarrier } from './carrier-port.ts';
import { createJasperCarrier } from './jasper/client.ts';
import { createPondCarrier } from './pond/client.ts';
import type { TelegenceFor } from './telegence/carrier-book.ts';
import type { TelegenceCarrier } from './telegence/telegence-port.ts';
import { createThingspaceCarrier } from './thingspace/client.ts';
import { createLineQuota, type LineActionCounter } from './thingspace/line-quota.ts';
import type { SessionStore } from '../platform/session-store.ts';

/** A service provider as it is stored, credentials decrypted. */
export interface ProviderAccess {
  readonly id: string;
  readonly integration: Integration;
  readonly baseUrl: string;
  readonly settings: unknown;
  /** Null until they are set. */
  readonly credentials: unknown;
}

export type ProviderCarrier =
  | {
      readonly integration: 'JASPER';
      readonly carrier: JasperCarrier;
      readonly settings: SettingsByIntegration['JASPER'];
    }
  | {
      readonly integration: 'POND';
      readonly carrier: PondCarrier;
      readonly settings: SettingsByIntegration['POND'];
    }
  | {
      readonly integration: 'THINGSPACE';
      readonly carrier: ThingspaceCarrier;
      readonly settings: SettingsByIntegration['THINGSPACE'];
    }
  | {
      readonly integration: 'TELEGENCE';
      readonly carrier: TelegenceCarrier;
      readonly settings: SettingsByIntegration['TELEGENCE'];
    };

/** What all workers share of a ThingSpace account. */
export interface ThingspaceShares {
  readonly sessionsOf: (serviceProviderId: string) => SessionStore;
  readonly lineActionsOf: (serviceProviderId: string, kind: 'provisioning' | 'plan') => LineActionCounter;
}

interface RegistryDeps {
  readonly http: HttpClient;
  readonly budgetFor: BudgetFor;
  readonly thingspace: ThingspaceShares;
  readonly telegenceFor: TelegenceFor;
}

export interface CarrierRegistry {
  /** Throws CarrierError `provider.credentials_missing` or `provider.settings_invalid`. */
  forProvider(provider: ProviderAccess): ProviderCarrier;
}

/** Makes the client of a service provider. All share one HTTP client, whose connections are pooled per origin. */
export function createCarrierRegistry(deps: RegistryDeps): CarrierRegistry {
  return {
    forProvider(provider) {
      switch (provider.integration) {
        case 'JASPER': {
          const { settings, ...access } = accessOf('JASPER', provider, deps);
          return { integration: 'JASPER', settings, carrier: createJasperCarrier(access) };
        }
        case 'POND': {
          const { settings, ...access } = accessOf('POND', provider, deps);
          const { distributorId, apiKeyHeader } = settings;
          return {
            integration: 'POND',
            settings,
            carrier: createPondCarrier({ ...access, distributorId, apiKeyHeader }),
          };
        }
        case 'THINGSPACE': {
          const { settings, ...access } = accessOf('THINGSPACE', provider, deps);
          const shares = sharesOf(provider, settings, deps.thingspace);
          const { accountName } = settings;
          return {
            integration: 'THINGSPACE',
            settings,
            carrier: createThingspaceCarrier({ ...access, ...shares, accountName }),
          };
        }
        case 'TELEGENCE': {
          const access = accessOf('TELEGENCE', provider, deps);
          const { settings } = access;
          return { integration: 'TELEGENCE', settings, carrier: deps.telegenceFor(provider.id, access) };
        }
      }
    },
  };
}

function sharesOf(
  { id }: ProviderAccess,
  { dailyActionsPerLine, monthlyPlanChangesPerLine }: SettingsByIntegration['THINGSPACE'],
  { sessionsOf, lineActionsOf }: ThingspaceShares,
) {
  return {
    sessions: sessionsOf(id),
    quota: createLineQuota(lineActionsOf(id, 'provisioning'), {
      limit: dailyActionsPerLine,
      what: 'actions of today',
    }),
    planQuota: createLineQuota(lineActionsOf(id, 'plan'), {
      limit: monthlyPlanChangesPerLine,
      what: 'plan changes of this month',
    }),
  };
}

function accessOf<I extends Integration>(integration: I, provider: ProviderAccess, deps: RegistryDeps) {
  const settings: SettingsByIntegration[I] = valid(
    'provider.settings_invalid',
    'settings',
    parseProviderSettings(integration, provider.settings),
  );
  const credentials: CredentialsByIntegration[I] = valid(
    'provider.credentials_missing',
    'credentials',
    parseCredentials(integration, provider.credentials),
  );
  return {
    settings,
    credentials,
    baseUrl: webAddress(provider.baseUrl),
    http: deps.http,
    budget: deps.budgetFor(provider.id, settings),
    timeoutMs: settings.requestTimeoutMs,
  };
}

function valid<T>(
  code: 'provider.settings_invalid' | 'provider.credentials_missing',
  what: string,
  parsed: Parsed<T>,
): T {
  if (parsed.ok) return parsed.value;
  const faults = parsed.faults.map(({ pointer, detail }) => `${pointer === '' ? '/' : pointer}: ${detail}`);
  throw new CarrierError({
    code,
    message: `The service provider's ${what} cannot be used. ${faults.join(' ')}`,
    mayHaveApplied: false,
  });
}

function webAddress(baseUrl: string): string {
  if (/^https?:\/\//i.test(baseUrl) && URL.canParse(baseUrl)) return baseUrl;
  throw new CarrierError({
    code: 'provider.settings_invalid',
    message: 'The base URL of the service provider is no web address.',
    mayHaveApplied: false,
  });
}

import { z } from 'zod';
import { parseDocument, type Parsed } from './setting-fault.ts';

/** What holds where a service provider's settings are silent. */
const DEFAULTS = {
  // Control Center permits five calls a second and one at a time for each API user.
  JASPER: { requestsPerSecond: 5, maxConcurrentRequests: 1, requestTimeoutMs: 30_000 },
  // POND publishes no rate.
  POND: {
    requestsPerSecond: null,
    maxConcurrentRequests: 10,
    requestTimeoutMs: 30_000,
    packageChangeOrder: 'terminate_first',
    apiKeyHeader: 'x-api-key',
  },
  // ThingSpace publishes no rate; it permits five provisioning actions of a line a day, and more by contract.
  THINGSPACE: {
    requestsPerSecond: null,
    maxConcurrentRequests: 10,
    requestTimeoutMs: 30_000,
    dailyActionsPerLine: 5,
  },
} as const;

/** Null: no limit. */
const requestsPerSecond = z.number().positive().max(1_000).nullable();
/** In each worker process. */
const maxConcurrentRequests = z.int().min(1).max(500);
const requestTimeoutMs = z.int().min(100).max(120_000);

export const PACKAGE_CHANGE_ORDERS = ['terminate_first', 'create_first'] as const;

const jasperSettings = z.strictObject({
  requestsPerSecond: requestsPerSecond.default(DEFAULTS.JASPER.requestsPerSecond),
  maxConcurrentRequests: maxConcurrentRequests.default(DEFAULTS.JASPER.maxConcurrentRequests),
  requestTimeoutMs: requestTimeoutMs.default(DEFAULTS.JASPER.requestTimeoutMs),
});

const pondSettings = z.strictObject({
  requestsPerSecond: requestsPerSecond.default(DEFAULTS.POND.requestsPerSecond),
  maxConcurrentRequests: maxConcurrentRequests.default(DEFAULTS.POND.maxConcurrentRequests),
  requestTimeoutMs: requestTimeoutMs.default(DEFAULTS.POND.requestTimeoutMs),
  packageChangeOrder: z.enum(PACKAGE_CHANGE_ORDERS).default(DEFAULTS.POND.packageChangeOrder),
  /** The customer's number at POND: part of every path. */
  distributorId: z.int().positive(),
  /** Hosts of the same service differ in the header that carries the key. */
  apiKeyHeader: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,60}$/, 'A header name has letters, digits and dashes only.')
    .default(DEFAULTS.POND.apiKeyHeader),
});

const thingspaceSettings = z.strictObject({
  requestsPerSecond: requestsPerSecond.default(DEFAULTS.THINGSPACE.requestsPerSecond),
  maxConcurrentRequests: maxConcurrentRequests.default(DEFAULTS.THINGSPACE.maxConcurrentRequests),
  requestTimeoutMs: requestTimeoutMs.default(DEFAULTS.THINGSPACE.requestTimeoutMs),
  /** As the carrier writes it, leading zeros included: `0000123456-00001`. */
  accountName: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,40}$/, 'An account name has letters, digits and dashes only.'),
  dailyActionsPerLine: z.int().min(1).max(100).default(DEFAULTS.THINGSPACE.dailyActionsPerLine),
});

export type JasperSettings = z.infer<typeof jasperSettings>;
export type PondSettings = z.infer<typeof pondSettings>;
export type ThingspaceSettings = z.infer<typeof thingspaceSettings>;

/** The settings of each integration, complete with defaults. */
export interface SettingsByIntegration {
  readonly JASPER: JasperSettings;
  readonly POND: PondSettings;
  readonly THINGSPACE: ThingspaceSettings;
}

/** The integrations whose settings and credentials are known here. */
export type ConfigurableIntegration = keyof SettingsByIntegration;

const SCHEMAS: { readonly [I in ConfigurableIntegration]: z.ZodType<SettingsByIntegration[I]> } = {
  JASPER: jasperSettings,
  POND: pondSettings,
  THINGSPACE: thingspaceSettings,
};

/** Reads a service provider's `settings` document. */
export function parseProviderSettings<I extends ConfigurableIntegration>(
  integration: I,
  document: unknown,
): Parsed<SettingsByIntegration[I]> {
  return parseDocument(SCHEMAS[integration], document);
}

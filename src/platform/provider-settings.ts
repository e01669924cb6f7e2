import { z } from 'zod';
import type { Integration } from '../domain/integration.ts';
import { parseDocument, type Parsed } from './setting-fault.ts';
import { telegenceSettings, type TelegenceSettings } from './telegence-settings.ts';

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
  // ThingSpace publishes no rate; it permits five provisioning actions of a line a day, more by contract, and four
  // plan changes a month.
  THINGSPACE: {
    requestsPerSecond: null,
    maxConcurrentRequests: 10,
    requestTimeoutMs: 30_000,
    dailyActionsPerLine: 5,
    monthlyPlanChangesPerLine: 4,
    // The carrier sends a callback within minutes, and its pending states last up to a day.
    confirmation: { firstPollSeconds: 100, slowestPollSeconds: 900, deadlineSeconds: 86_400 },
  },
} as const;

/** Null: no limit. */
const requestsPerSecond = z.number().positive().max(1_000).nullable();
/** Over all workers. */
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

const seconds = (most: number) => z.number().positive().max(most);

/** When a change that the carrier confirms later is asked about, and when it is given up. */
const thingspaceConfirmation = z.strictObject({
  firstPollSeconds: seconds(86_400).default(DEFAULTS.THINGSPACE.confirmation.firstPollSeconds),
  /** The pause between two polls doubles up to here. */
  slowestPollSeconds: seconds(86_400).default(DEFAULTS.THINGSPACE.confirmation.slowestPollSeconds),
  /** A device that is not confirmed by then ends UNKNOWN. */
  deadlineSeconds: seconds(604_800).default(DEFAULTS.THINGSPACE.confirmation.deadlineSeconds),
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
  monthlyPlanChangesPerLine: z.int().min(1).max(100).default(DEFAULTS.THINGSPACE.monthlyPlanChangesPerLine),
  confirmation: thingspaceConfirmation.prefault({}),
});

export type JasperSettings = z.infer<typeof jasperSettings>;
export type PondSettings = z.infer<typeof pondSettings>;
export type ThingspaceSettings = z.infer<typeof thingspaceSettings>;

/** The settings of each integration, complete with defaults. */
export interface SettingsByIntegration {
  readonly JASPER: JasperSettings;
  readonly POND: PondSettings;
  readonly THINGSPACE: ThingspaceSettings;
  readonly TELEGENCE: TelegenceSettings;
}

const SCHEMAS: { readonly [I in Integration]: z.ZodType<SettingsByIntegration[I]> } = {
  JASPER: jasperSettings,
  POND: pondSettings,
  THINGSPACE: thingspaceSettings,
  TELEGENCE: telegenceSettings,
};

/** Reads a service provider's `settings` document. */
export function parseProviderSettings<I extends Integration>(
  integration: I,
  document: unknown,
): Parsed<SettingsByIntegration[I]> {
  return parseDocument(SCHEMAS[integration], document);
}

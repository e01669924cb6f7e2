import { z } from 'zod';
import { INTEGRATIONS } from '../../domain/integration.ts';
import { PORTAL_TYPES } from '../../domain/portal.ts';
import { idSchema, instantSchema, nameSchema, timeZoneSchema } from './atoms.ts';
import { baseUrlSchema } from './base-url.ts';
import { pageAnswer } from './paging.ts';
import { settingsDocument } from './settings-document.ts';

const endDay = z.int().min(1).max(28);
const endHour = z.int().min(0).max(23);

export const credentialsSchema = settingsDocument.describe(
  'Write-only. JASPER: {username, apiKey}. POND: {apiKey}. THINGSPACE: {appKey, appSecret, username, password}. TELEGENCE: {appId, appSecret}. Stored encrypted, never answered.',
);

/** Settings may be grouped, one level deep. */
const providerSettings = z.record(
  z.string().max(100),
  z.union([settingsDocument.valueType, settingsDocument]),
);

const SETTINGS = [
  'What the integration needs beside the address; what is absent has its default, and null stands for no limit.',
  'All: {requestsPerSecond, maxConcurrentRequests, requestTimeoutMs}.',
  'POND: {distributorId (required), packageChangeOrder: terminate_first or create_first, apiKeyHeader}.',
  'THINGSPACE: {accountName (required), dailyActionsPerLine, monthlyPlanChangesPerLine, confirmation}.',
  'TELEGENCE: {billingAccountNumber (required), paths: {line, devices, activation, activationStatus, addressRequest, addressSubmission, addressStatus}, activation: {category, name, maxPerRequest, maxLinesToSearch, simInUseText}, statusName, gatherMs, confirmation}.',
  'confirmation: {firstPollSeconds, slowestPollSeconds, deadlineSeconds}: when a change that the carrier confirms later is asked about, and when it is given up.',
].join(' ');

export const serviceProviderSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    integration: z.enum(INTEGRATIONS),
    portalType: z.enum(PORTAL_TYPES),
    baseUrl: z.string(),
    credentialsSet: z.boolean(),
    credentialsUpdatedAt: instantSchema.nullable(),
    billingPeriodEndDay: z.int(),
    billingPeriodEndHour: z.int(),
    timeZone: z.string(),
    writeEnabled: z.boolean().describe('The kill switch for every carrier write.'),
    settings: z.record(z.string(), z.unknown()),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'ServiceProvider' });

export const serviceProviderListSchema = pageAnswer('ServiceProviderList', serviceProviderSchema);

export const createServiceProviderSchema = z
  .strictObject({
    name: nameSchema,
    integration: z.enum(INTEGRATIONS),
    baseUrl: baseUrlSchema,
    credentials: credentialsSchema.optional(),
    billingPeriodEndDay: endDay.default(1),
    billingPeriodEndHour: endHour.default(0),
    timeZone: timeZoneSchema.default('UTC'),
    writeEnabled: z.boolean().default(true),
    settings: providerSettings.default({}).describe(SETTINGS),
  })
  .meta({
    id: 'CreateServiceProvider',
    examples: [
      {
        name: 'POND Europe',
        integration: 'POND',
        baseUrl: 'https://carrier.example',
        credentials: { apiKey: 'the key the carrier gave you' },
        settings: { distributorId: 1001 },
        timeZone: 'Europe/Berlin',
      },
      {
        name: 'Jasper America',
        integration: 'JASPER',
        baseUrl: 'https://carrier.example/rws/api/v1',
        credentials: { username: 'api-user', apiKey: 'made in the console; not the password' },
        settings: { requestsPerSecond: 5, maxConcurrentRequests: 1 },
        billingPeriodEndDay: 18,
        timeZone: 'America/New_York',
      },
      {
        name: 'ThingSpace trackers',
        integration: 'THINGSPACE',
        baseUrl: 'https://carrier.example/api',
        credentials: {
          appKey: 'the key of the application',
          appSecret: 'its secret',
          username: 'the user that logs in',
          password: 'the password of that user',
        },
        settings: {
          accountName: '0000123456-00001',
          dailyActionsPerLine: 5,
          confirmation: { firstPollSeconds: 100, slowestPollSeconds: 900, deadlineSeconds: 86_400 },
        },
        timeZone: 'America/New_York',
      },
      {
        name: 'Telegence meters',
        integration: 'TELEGENCE',
        baseUrl: 'https://carrier.example:8082',
        credentials: { appId: 'the id of the application', appSecret: 'its secret' },
        settings: {
          billingAccountNumber: '100000000001',
          paths: { activation: '/sp/mobility/api/v1/service/activation' },
        },
        billingPeriodEndDay: 10,
        timeZone: 'America/Chicago',
      },
    ],
  });

export const updateServiceProviderSchema = z
  .strictObject({
    name: nameSchema,
    baseUrl: baseUrlSchema,
    billingPeriodEndDay: endDay,
    billingPeriodEndHour: endHour,
    timeZone: timeZoneSchema,
    writeEnabled: z.boolean(),
    settings: providerSettings.describe(`Replaces the whole document. ${SETTINGS}`),
  })
  .partial()
  .meta({ id: 'UpdateServiceProvider', examples: [{ writeEnabled: false }] });

export const rotateCredentialsSchema = z
  .strictObject({ credentials: credentialsSchema })
  .meta({ id: 'RotateCredentials' });

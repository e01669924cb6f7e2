import { z } from 'zod';
import { INTEGRATIONS, SUPPORTED_INTEGRATIONS } from '../../domain/integration.ts';
import { PORTAL_TYPES } from '../../domain/portal.ts';
import { idSchema, instantSchema, nameSchema, timeZoneSchema } from './atoms.ts';
import { baseUrlSchema } from './base-url.ts';
import { pageAnswer } from './paging.ts';
import { settingsDocument } from './settings-document.ts';

const endDay = z.int().min(1).max(28);
const endHour = z.int().min(0).max(23);

export const credentialsSchema = settingsDocument.describe(
  'Write-only. JASPER: {username, apiKey}. POND: {apiKey}. Stored encrypted, never answered.',
);

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
    integration: z.enum(SUPPORTED_INTEGRATIONS),
    baseUrl: baseUrlSchema,
    credentials: credentialsSchema.optional(),
    billingPeriodEndDay: endDay.default(1),
    billingPeriodEndHour: endHour.default(0),
    timeZone: timeZoneSchema.default('UTC'),
    writeEnabled: z.boolean().default(true),
    settings: settingsDocument.default({}),
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
    settings: settingsDocument.describe('Replaces the whole document.'),
  })
  .partial()
  .meta({ id: 'UpdateServiceProvider', examples: [{ writeEnabled: false }] });

export const rotateCredentialsSchema = z
  .strictObject({ credentials: credentialsSchema })
  .meta({ id: 'RotateCredentials' });

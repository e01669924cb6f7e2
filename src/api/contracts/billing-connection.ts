import { z } from 'zod';
import { instantSchema } from './atoms.ts';
import { baseUrlSchema } from './base-url.ts';
import { settingsDocument } from './settings-document.ts';

export const billingConnectionSchema = z
  .object({
    baseUrl: z.string(),
    credentialsSet: z.boolean(),
    credentialsUpdatedAt: instantSchema.nullable(),
    writeEnabled: z.boolean(),
    updatedAt: instantSchema,
  })
  .meta({ id: 'BillingConnection' });

export const putBillingConnectionSchema = z
  .strictObject({
    baseUrl: baseUrlSchema,
    credentials: settingsDocument
      .optional()
      .describe('Write-only: {username, password}. Absent keeps what is stored.'),
    writeEnabled: z.boolean().default(true),
  })
  .meta({
    id: 'PutBillingConnection',
    examples: [
      { baseUrl: 'https://billing.example/v1', credentials: { username: 'api', password: 'as given' } },
    ],
  });

import { z } from 'zod';
import { ROLES } from '../../domain/permission.ts';
import { idSchema, instantQuery, instantSchema, nameSchema } from './atoms.ts';
import { pageAnswer } from './paging.ts';

export const apiTokenSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    role: z.enum(ROLES),
    hint: z.string().describe('The last four characters of the token.'),
    userId: idSchema.nullable(),
    createdBy: z.string(),
    createdAt: instantSchema,
    expiresAt: instantSchema.nullable(),
    lastUsedAt: instantSchema.nullable().describe('To the minute.'),
    revokedAt: instantSchema.nullable(),
  })
  .meta({ id: 'ApiToken' });

export const newApiTokenSchema = z
  .object({ ...apiTokenSchema.shape, token: z.string().describe('Shown once and never again.') })
  .meta({ id: 'NewApiToken' });

export const apiTokenListSchema = pageAnswer('ApiTokenList', apiTokenSchema);

export const createApiTokenSchema = z
  .strictObject({
    name: nameSchema,
    role: z.enum(ROLES).describe('Never more than your own.'),
    expiresAt: instantQuery.optional().describe('Absent: it does not expire.'),
  })
  .meta({ id: 'CreateApiToken', examples: [{ name: 'nightly import', role: 'operator' }] });

import { z } from 'zod';
import { instantSchema } from './atoms.ts';

export const callbackRegistrationSchema = z
  .object({
    registered: z.boolean().describe('The carrier has taken the registration that stands here.'),
    url: z.string().nullable().describe('Where the carrier sends its callbacks; null: never registered.'),
    requestedAt: instantSchema.nullable(),
    registeredAt: instantSchema.nullable().describe('Null until the carrier has taken it.'),
    errorCode: z.string().nullable().describe('What the last try came to; null when it did not fail.'),
    errorMessage: z.string().nullable(),
  })
  .meta({
    id: 'CallbackRegistration',
    description: 'Its user and password are made by the product and never answered.',
  });

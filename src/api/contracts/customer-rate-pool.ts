import { z } from 'zod';
import { amountSchema, flagQuery, idSchema, instantSchema, nameSchema } from './atoms.ts';
import { pageAnswer, pageQuery } from './paging.ts';

export const customerRatePoolSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    includedMb: z.number(),
    retiredAt: instantSchema.nullable(),
    createdAt: instantSchema,
  })
  .meta({ id: 'CustomerRatePool', description: 'An allowance that several devices share.' });

export const customerRatePoolListSchema = pageAnswer('CustomerRatePoolList', customerRatePoolSchema);

export const customerRatePoolListQuery = z.strictObject({
  ...pageQuery,
  retired: flagQuery.optional(),
  q: z.string().trim().max(100).optional().describe('A part of the name.'),
});

export const createCustomerRatePoolSchema = z
  .strictObject({
    name: nameSchema,
    includedMb: amountSchema.default(0),
  })
  .meta({ id: 'CreateCustomerRatePool', examples: [{ name: 'Fleet pool', includedMb: 5000 }] });

export const updateCustomerRatePoolSchema = z
  .strictObject({
    name: nameSchema,
    includedMb: amountSchema,
    retired: z
      .boolean()
      .describe('true retires it: it stays with its devices and is refused for new changes.'),
  })
  .partial()
  .meta({ id: 'UpdateCustomerRatePool', examples: [{ retired: true }] });

import { z } from 'zod';
import { amountSchema, codeSchema, flagQuery, idSchema, instantSchema, nameSchema } from './atoms.ts';
import { pageAnswer, pageQuery } from './paging.ts';

export const customerRatePlanSchema = z
  .object({
    id: idSchema,
    code: z.string(),
    name: z.string(),
    includedMb: z.number(),
    baseRate: z.number(),
    retiredAt: instantSchema.nullable(),
    createdAt: instantSchema,
  })
  .meta({
    id: 'CustomerRatePlan',
    description: 'What the tenant charges its customer; nothing of it exists at the carrier.',
  });

export const customerRatePlanListSchema = pageAnswer('CustomerRatePlanList', customerRatePlanSchema);

export const customerRatePlanListQuery = z.strictObject({
  ...pageQuery,
  retired: flagQuery.optional(),
  q: z.string().trim().max(100).optional().describe('A part of the code or name.'),
});

export const createCustomerRatePlanSchema = z
  .strictObject({
    code: codeSchema,
    name: nameSchema,
    includedMb: amountSchema.default(0),
    baseRate: amountSchema.default(0),
  })
  .meta({
    id: 'CreateCustomerRatePlan',
    examples: [{ code: 'FLEET-10', name: 'Fleet 10 MB', includedMb: 10, baseRate: 1.5 }],
  });

export const updateCustomerRatePlanSchema = z
  .strictObject({
    code: codeSchema,
    name: nameSchema,
    includedMb: amountSchema,
    baseRate: amountSchema,
    retired: z
      .boolean()
      .describe('true retires it: it stays with its devices and is refused for new changes.'),
  })
  .partial()
  .meta({ id: 'UpdateCustomerRatePlan', examples: [{ retired: true }] });

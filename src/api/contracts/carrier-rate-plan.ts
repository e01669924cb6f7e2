import { z } from 'zod';
import { amountSchema, codeSchema, flagQuery, idSchema, instantSchema, nameSchema } from './atoms.ts';
import { pageAnswer, pageQuery } from './paging.ts';

export const carrierRatePlanSchema = z
  .object({
    id: idSchema,
    serviceProviderId: idSchema,
    code: z.string(),
    name: z.string(),
    planUuid: idSchema.nullable(),
    ratePlanId: z.int().nullable(),
    includedMb: z.number(),
    baseRate: z.number(),
    allowedSimTypes: z.array(z.string()),
    retiredAt: instantSchema.nullable(),
    createdAt: instantSchema,
  })
  .meta({ id: 'CarrierRatePlan', description: 'What the carrier charges us for.' });

export const carrierRatePlanListSchema = pageAnswer('CarrierRatePlanList', carrierRatePlanSchema);

export const carrierRatePlanListQuery = z.strictObject({
  ...pageQuery,
  serviceProviderId: idSchema.optional(),
  retired: flagQuery.optional(),
  q: z.string().trim().max(100).optional().describe('A part of the code or name.'),
});

export const createCarrierRatePlanSchema = z
  .strictObject({
    serviceProviderId: idSchema,
    code: codeSchema,
    name: nameSchema,
    planUuid: idSchema.nullable().default(null),
    ratePlanId: z
      .int()
      .min(0)
      .max(2_147_483_647)
      .nullable()
      .default(null)
      .describe('The carrier’s number for the plan; at POND the package type.'),
    includedMb: amountSchema.default(0),
    baseRate: amountSchema.default(0),
    allowedSimTypes: z
      .array(z.string().trim().min(1).max(50))
      .max(50)
      .default([])
      .describe('Empty: every SIM type.'),
  })
  .meta({
    id: 'CreateCarrierRatePlan',
    examples: [
      {
        serviceProviderId: '01990000-0000-7000-8000-000000000001',
        code: 'EU-5MB',
        name: 'Europe 5 MB',
        ratePlanId: 501,
        includedMb: 5,
      },
    ],
  });

export const updateCarrierRatePlanSchema = z
  .strictObject({
    code: codeSchema,
    name: nameSchema,
    planUuid: idSchema.nullable(),
    ratePlanId: z.int().min(0).max(2_147_483_647).nullable(),
    includedMb: amountSchema,
    baseRate: amountSchema,
    allowedSimTypes: z.array(z.string().trim().min(1).max(50)).max(50),
    retired: z
      .boolean()
      .describe('true retires it: it stays with its devices and is refused for new changes.'),
  })
  .partial()
  .meta({ id: 'UpdateCarrierRatePlan', examples: [{ retired: true }] });

import { z } from 'zod';
import { someLimitsSchema } from '../frame/limits.ts';
import { outsideIdSchema } from './outside-id.ts';

const productSchema = z.object({
  productId: outsideIdSchema,
  description: z.string().default(''),
  /** Charged when a service product names no rate of its own. */
  rate: z.number().default(0),
});

/** A tenant's account at the billing system, with what exists in it. */
export const revioAccountSchema = z
  .object({
    account: z.string().min(1),
    username: z.string().min(1),
    password: z.string().min(1).optional(),
    /** Another name for the password. */
    apiKey: z.string().min(1).optional(),
    customers: z.array(z.object({ customerId: outsideIdSchema, name: z.string().default('') })).default([]),
    products: z.array(productSchema).default([]),
    packages: z.array(z.object({ packageId: outsideIdSchema, products: z.array(productSchema) })).default([]),
    /** Empty accepts any service type. */
    serviceTypes: z.array(z.object({ serviceTypeId: outsideIdSchema })).default([]),
    limits: someLimitsSchema.optional(),
  })
  .refine(({ password, apiKey }) => password !== undefined || apiKey !== undefined, {
    message: 'Give the account a password or an apiKey.',
  });

export type RevioAccount = z.infer<typeof revioAccountSchema>;

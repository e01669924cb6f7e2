import { z } from 'zod';
import { someLimitsSchema } from '../frame/limits.ts';

const servicePlanSchema = z.object({
  /** What the calls take; it may differ from the name. */
  code: z.string().min(1),
  name: z.string().optional(),
  sizeKb: z.int().nonnegative().default(0),
});

/** A billing account at ThingSpace. Accounts with the same user name belong to the same user. */
export const thingspaceAccountSchema = z.object({
  account: z.string().min(1),
  /** The carrier's name of the account, such as `0000123456-00001`; leading zeros matter. */
  accountName: z.string().min(1),
  appKey: z.string().min(1),
  appSecret: z.string().min(1),
  username: z.string().min(1),
  password: z.string().min(1),
  servicePlans: z.array(servicePlanSchema).default([]),
  limits: someLimitsSchema.optional(),
});

export type ThingspaceAccount = z.infer<typeof thingspaceAccountSchema>;

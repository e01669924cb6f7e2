import { z } from 'zod';
import { someLimitsSchema } from '../frame/limits.ts';
import { somePathsSchema } from './paths.ts';

/** A packet data profile and its static addresses: the addresses themselves, or how many to invent. */
const pdpSchema = z.object({
  pdpName: z.string().min(1),
  pool: z.union([z.array(z.ipv4()), z.int().min(0).max(65_000)]).default(250),
});

/** An account at Telegence: one application with one billing account. */
export const telegenceAccountSchema = z.object({
  account: z.string().min(1),
  appId: z.string().min(1),
  appSecret: z.string().min(1),
  billingAccountNumber: z.string().min(1),
  foundationAccountNumber: z.string().default('10000001'),
  billingAccountStatus: z.string().default('active'),
  /** Rate plans. */
  singleUserCodes: z
    .array(z.object({ code: z.string().min(1), description: z.string().default('') }))
    .default([]),
  /** Features; absent means that any code exists. */
  offeringCodes: z.array(z.string()).optional(),
  pdpNames: z.array(pdpSchema).default([]),
  /** Day of the month on which a bill cycle starts. */
  billCycleDay: z.int().min(1).max(28).default(10),
  /** How long a cancelled line can be resumed. */
  resumeWindowDays: z.int().nonnegative().default(30),
  /** How long addresses stay set aside for whoever asked for them. */
  addressHoldMinutes: z.number().nonnegative().default(30),
  /** Subscribers in one submission of addresses. */
  addressBatchSize: z.int().positive().default(10),
  paths: somePathsSchema.optional(),
  limits: someLimitsSchema.optional(),
});

export type TelegenceAccount = z.infer<typeof telegenceAccountSchema>;

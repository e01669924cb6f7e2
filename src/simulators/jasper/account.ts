import { z } from 'zod';
import { someLimitsSchema } from '../frame/limits.ts';
import { simStatuses } from './sim-status.ts';

/** An account at Jasper, with its only API user and the names that exist in it. */
export const jasperAccountSchema = z.object({
  account: z.string().min(1),
  /** The carrier's number of the account. */
  accountId: z.string().default('100000001'),
  username: z.string().min(1),
  apiKey: z.string().min(1),
  ratePlans: z.array(z.string()).default([]),
  communicationPlans: z.array(z.string()).default([]),
  customers: z.array(z.string()).default([]),
  /** Replaces the usual status moves. */
  transitions: z.partialRecord(z.enum(simStatuses), z.array(z.enum(simStatuses))).optional(),
  /** The real numbers are not public, so nobody should rely on this one. */
  validationErrorCode: z.string().default('10000099'),
  limits: someLimitsSchema.optional(),
});

export type JasperAccount = z.infer<typeof jasperAccountSchema>;

import { z } from 'zod';
import { someLimitsSchema } from '../frame/limits.ts';

const count = z.int().nonnegative();

/** A plan that SIMs of the account can get a package of. */
const packageTypeSchema = z.object({
  packageTypeId: z.int().positive(),
  name: z.string(),
  dataUsageAllowanceInBytes: count.default(0),
  voiceUsageAllowanceInSeconds: count.default(0),
  smsUsageAllowanceInNums: count.default(0),
  timeAllowanceInSeconds: count.default(2_592_000),
  activationTimeAllowanceInSeconds: count.default(7_776_000),
  activationType: z.enum(['API', 'PDP', 'LU']).default('API'),
  dataUsageAllowanceType: z.enum(['LIMITED', 'UNLIMITED']).default('LIMITED'),
  voiceUsageAllowanceType: z.enum(['LIMITED', 'UNLIMITED']).default('LIMITED'),
  smsUsageAllowanceType: z.enum(['LIMITED', 'UNLIMITED']).default('LIMITED'),
  supportedCountries: z.array(z.string()).default(['USA']),
  status: z.enum(['ACTIVE', 'NOT_ACTIVATED', 'DE_ACTIVATED']).default('ACTIVE'),
});

export type PackageType = z.infer<typeof packageTypeSchema>;

/** A distributor's account at POND. */
export const pondAccountSchema = z.object({
  account: z.string().min(1),
  distributorId: z.int().positive(),
  apiKey: z.string().min(1),
  /** The header that carries the key differs between hosts. */
  headerName: z.string().default('x-api-key'),
  inventoryId: z.int().positive().default(1),
  packageTypes: z.array(packageTypeSchema).default([]),
  limits: someLimitsSchema.optional(),
});

export type PondAccount = z.infer<typeof pondAccountSchema>;

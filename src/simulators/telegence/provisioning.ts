import { z } from 'zod';

/** Why an address cannot be given, and the step at which that shows. */
const failureSchema = z.object({ step: z.enum(['profileCheck', 'ipReservation']), message: z.string() });
export type ProvisioningFailure = z.infer<typeof failureSchema>;

/** One subscriber of a submission of addresses. Moments are milliseconds since the epoch. */
export const provisioningSchema = z.object({
  id: z.string(),
  batchId: z.string(),
  account: z.string(),
  pdpName: z.string(),
  subscriberNumber: z.string(),
  ipAddress: z.string(),
  request: z.int(),
  submittedAt: z.number(),
  /** Null when it never ends. */
  dueAt: z.number().nullable(),
  failure: failureSchema.nullable(),
  done: z.boolean(),
});

export type Provisioning = z.infer<typeof provisioningSchema>;

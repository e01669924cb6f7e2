import { z } from 'zod';
import { characteristicSchema } from './characteristic.ts';

/** One element of an activation request. What it has besides comes back in the answers. */
export const activationOrderSchema = z.looseObject({
  billingAccount: z.looseObject({ id: z.string() }),
  relatedParty: z.array(z.looseObject({})).default([]),
  service: z.looseObject({ serviceCharacteristic: z.array(characteristicSchema) }),
});

export type ActivationOrder = z.infer<typeof activationOrderSchema>;

/** An element of an activation on its way. Moments are milliseconds since the epoch. */
export const activationSchema = z.object({
  id: z.string(),
  /** The id of the batch's first element. */
  batchId: z.string(),
  account: z.string(),
  iccid: z.string(),
  order: activationOrderSchema,
  /** Number of the request that brought it. */
  request: z.int(),
  submittedAt: z.number(),
  /** Null when it never ends. */
  dueAt: z.number().nullable(),
  /** Why it will be rejected. While it is null, the element has its SIM to itself. */
  rejection: z.string().nullable(),
  needsEsim: z.boolean(),
  state: z.enum(['pending', 'active', 'rejected']),
  subscriberNumber: z.string().nullable(),
});

export type Activation = z.infer<typeof activationSchema>;

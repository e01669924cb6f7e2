import { z } from 'zod';
import { outsideIdSchema } from './outside-id.ts';

/** A billing line. `disconnectedDate` null means connected. */
export const revioServiceSchema = z.object({
  account: z.string(),
  serviceId: z.int().positive(),
  customerId: outsideIdSchema,
  number: z.string().min(1),
  iccid: z.string().nullable().default(null),
  serviceTypeId: outsideIdSchema.nullable().default(null),
  packageId: outsideIdSchema.nullable().default(null),
  activatedDate: z.string().nullable().default(null),
  disconnectedDate: z.string().nullable().default(null),
  description: z.string().nullable().default(null),
  prorate: z.boolean().default(false),
  createdDate: z.string(),
});

export type RevioService = z.infer<typeof revioServiceSchema>;

import { z } from 'zod';
import { outsideIdSchema } from './outside-id.ts';

/** A charge on a billing line. */
export const revioProductSchema = z.object({
  serviceProductId: z.int().positive(),
  serviceId: z.int().positive(),
  productId: outsideIdSchema,
  description: z.string().nullable().default(null),
  rate: z.number(),
  quantity: z.int().positive().default(1),
  status: z.enum(['ACTIVE', 'DISCONNECTED']).default('ACTIVE'),
  /** The package that brought it, if any. */
  packageId: outsideIdSchema.nullable().default(null),
  createdDate: z.string(),
});

export type RevioProduct = z.infer<typeof revioProductSchema>;

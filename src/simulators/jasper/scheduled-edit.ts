import { z } from 'zod';

/** An edit that waits for its effective date. */
export const scheduledEditSchema = z.object({
  id: z.string(),
  iccid: z.string(),
  /** Milliseconds since the epoch. */
  dueAt: z.number(),
  /** Number of the request that asked for it. */
  request: z.int(),
  fields: z.record(z.string(), z.string()),
});

export type ScheduledEdit = z.infer<typeof scheduledEditSchema>;

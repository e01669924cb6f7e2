import { z } from 'zod';

/** A SIM the carrier knows, with or without a line. */
export const telegenceSimSchema = z.object({
  account: z.string(),
  iccid: z.string().regex(/^\d{18,20}F?$/),
  imei: z.string().nullable().default(null),
  /** The device takes an eSIM only, so its activation and its updates fail in a way of their own. */
  requiresEsim: z.boolean().default(false),
});

export type TelegenceSim = z.infer<typeof telegenceSimSchema>;

import { z } from 'zod';
import { deviceIdSchema } from './device-id.ts';

/** Why the carrier does not do what was asked, as a callback tells it. */
export const faultResponseSchema = z.object({ faultcode: z.string(), faultstring: z.string() });

export type FaultResponse = z.infer<typeof faultResponseSchema>;

/** How the result of a line is to be told. `late` lets the callbacks of later requests overtake it. */
export const callbackManners = ['once', 'never', 'twice', 'late'] as const;

/** The result of one line of a request, waiting for its time. */
export const completionSchema = z.object({
  requestId: z.string(),
  /** Null when the account has no such line. */
  iccid: z.string().nullable(),
  /** The identifiers by which the caller named the line. */
  deviceIds: z.array(deviceIdSchema),
  fault: faultResponseSchema.nullable(),
  callback: z.enum(callbackManners),
});

export type Completion = z.infer<typeof completionSchema>;

import { z } from 'zod';

const fields = z.record(z.string(), z.string());

/** What an asynchronous request does to each of its lines. */
export const deviceActionSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('activate'), servicePlan: z.string(), customFields: fields }),
  z.object({ do: z.literal('suspend') }),
  z.object({ do: z.literal('restore') }),
  z.object({ do: z.literal('deactivate'), thenDelete: z.boolean() }),
  z.object({ do: z.literal('plan'), servicePlan: z.string() }),
  z.object({ do: z.literal('customFields'), customFields: fields }),
]);

export type DeviceAction = z.infer<typeof deviceActionSchema>;

/** An asynchronous request that was accepted. */
export const acceptedRequestSchema = z.object({
  requestId: z.string(),
  account: z.string(),
  action: deviceActionSchema,
  /** Number of the HTTP request, for effects. */
  seq: z.int(),
  /** Lines whose result is not known yet. */
  open: z.int(),
  failed: z.int(),
});

export type AcceptedRequest = z.infer<typeof acceptedRequestSchema>;

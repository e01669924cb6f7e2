import { z } from 'zod';

const text = z
  .string()
  .nullish()
  .transform((value) => (value === undefined || value === '' ? null : value));

export const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number() });

export const loginAnswer = z.object({ sessionToken: z.string().min(1) });

const deviceId = z.object({ id: z.string(), kind: z.string() });

const pairs = z
  .array(z.object({ key: z.string(), value: text }))
  .nullish()
  .transform((list) => list ?? []);

/** A line of a list, as far as it is read. */
export const lineAnswer = z.object({
  deviceIds: z.array(deviceId).min(1),
  carrierInformations: z
    .array(z.object({ servicePlan: text, state: text }))
    .nullish()
    .transform((carriers) => carriers ?? []),
  customFields: pairs,
  /** Holds, among others, the carrier's own number of the line, by which its lists are paged. */
  extendedAttributes: pairs,
  // The documentation's page and its client library spell it differently.
  ipAddress: text,
  ipaddress: text,
});

export type LineAnswer = z.infer<typeof lineAnswer>;

export const listAnswer = z.object({
  hasMoreData: z
    .boolean()
    .nullish()
    .transform((hasMore) => hasMore ?? false),
  devices: z
    .array(lineAnswer)
    .nullish()
    .transform((devices) => devices ?? []),
});

export const acceptedAnswer = z.object({ requestId: z.string().min(1) });

/** Each line by itself, with `Success`, or `Failed` and a text. */
export const additionAnswer = z.array(z.object({ deviceIds: z.array(deviceId), response: z.string() }));

export type AdditionAnswer = z.infer<typeof additionAnswer>;

export const requestStatusAnswer = z.object({
  status: z
    .string()
    .transform((status) => status.toLowerCase())
    .pipe(z.enum(['pending', 'success', 'failure', 'failed'])),
});

export type RequestStatusWord = z.infer<typeof requestStatusAnswer>['status'];

export const registrationAnswer = z.object({ serviceName: z.string() });

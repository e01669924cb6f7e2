import { z } from 'zod';

const text = z
  .string()
  .nullish()
  .transform((value) => (value === undefined || value === '' ? null : value));

/** `GET /devices/{iccid}`, as far as it is read. All fields are strings or null, or missing by role. */
export const deviceAnswer = z.object({
  iccid: z.string().min(1),
  status: text,
  ratePlan: text,
  communicationPlan: text,
  msisdn: text,
  imei: text,
  fixedIPAddress: text,
});

export type DeviceAnswer = z.infer<typeof deviceAnswer>;

/** `PUT /devices/{iccid}`: a 200 without the ICCID has been seen to mean that nothing was done. */
export const editAnswer = z.object({ iccid: z.string().min(1) });

/** A page of a search. A device in it has fewer fields than one that is asked for by itself. */
export const searchAnswer = z.object({ devices: z.array(deviceAnswer), lastPage: z.boolean() });

export type SearchAnswer = z.infer<typeof searchAnswer>;

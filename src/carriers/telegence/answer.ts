import { z } from 'zod';

const characteristic = z.object({
  name: z.string(),
  value: z
    .string()
    .nullish()
    .transform((value) => value ?? ''),
});

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

/** `GET …/service/{subscriberNumber}`: all values are texts, empty for none. */
export const lineAnswer = z.object({
  subscriberNumber: z.string().min(1),
  serviceCharacteristic: z.array(characteristic),
});

export type LineAnswer = z.infer<typeof lineAnswer>;

/** A 200 means done, whatever the object says; a gateway's text does not. */
export const updateAnswer = z.union([z.undefined(), z.looseObject({})]);

/** A page of the device list. */
export const devicePage = z.array(z.object({ subscriberNumber: z.string().min(1) }));

/** One element of an activation, as the request and each question about it answer it. */
export const activationElement = z.object({
  id: text,
  service: z.object({
    name: text,
    status: text,
    subscriberNumber: text,
    error: text,
    serviceCharacteristic: z.array(characteristic),
  }),
});

export type ActivationElement = z.infer<typeof activationElement>;

/** An element that cannot be read is null, so that it spoils no other one. */
export const activationAnswer = z.array(activationElement.nullable().catch(null));

/** Addresses come as objects or as plain texts. */
export const addressSupply = z.object({
  ipAddressRecords: z.array(
    z.union([
      z.string().min(1),
      z.object({ ipAddress: z.string().min(1) }).transform((one) => one.ipAddress),
    ]),
  ),
});

/** The batch's id is the last word of the message. */
export const addressReceipt = z.object({
  message: z
    .string()
    .transform((message) => /([A-Za-z0-9-]{8,64})[.\s]*$/.exec(message)?.[1])
    .pipe(z.string()),
});

export const addressProgress = z.object({
  batchId: text,
  subscriberNumber: z.string(),
  profileCheck: text,
  ipReservation: text,
  profileUpdate: text,
  ipAddressRecord: z.object({ ipAddress: text }).nullish(),
  message: text,
});

export type AddressProgress = z.infer<typeof addressProgress>;

export const addressProgressAnswer = z.array(addressProgress.nullable().catch(null));

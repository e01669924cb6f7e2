import { z } from 'zod';
import type { CallbackMessage } from '../frame/callback-sender.ts';
import { faultResponseSchema } from './completion.ts';
import { deviceIdSchema, idOfKind } from './device-id.ts';

/** Where the callbacks of a service go; user name and password travel in the message itself. */
export const registrationSchema = z.object({
  accountName: z.string(),
  serviceName: z.string(),
  url: z.string(),
  username: z.string(),
  password: z.string(),
});

export type Registration = z.infer<typeof registrationSchema>;

/** The result of one line, as a callback tells it. */
export const callbackSchema = z.object({
  account: z.string(),
  accountName: z.string(),
  requestId: z.string(),
  deviceIds: z.array(deviceIdSchema),
  deviceResponse: z.record(z.string(), z.unknown()).nullable(),
  faultResponse: faultResponseSchema.nullable(),
});

export type Callback = z.infer<typeof callbackSchema>;

/** How often a callback is sent in all when the listener does not accept it. */
export const maxCallbackThreshold = 4;

/** The service that tells the results of the provisioning calls. */
export const carrierService = 'CarrierService';

/** The envelope of an attempt. */
export function callbackMessage(
  callback: Callback,
  registration: Registration,
  attempt: number,
): CallbackMessage {
  const { account, requestId, deviceIds, deviceResponse, faultResponse } = callback;
  return {
    url: registration.url,
    account,
    requestId,
    device: idOfKind(deviceIds, 'iccid') ?? deviceIds[0]?.id ?? '',
    body: {
      username: registration.username,
      password: registration.password,
      requestId,
      deviceIds,
      ...(deviceResponse === null ? {} : { deviceResponse }),
      ...(faultResponse === null ? {} : { faultResponse }),
      status: faultResponse === null ? 'Success' : 'Failed',
      callbackCount: attempt,
      maxCallbackThreshold,
    },
  };
}

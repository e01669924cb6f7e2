import { z } from 'zod';

/** Any object: field names vary in letter case, so a handler reads them once it knows who sends. */
export const carrierCallbackSchema = z.record(z.string(), z.unknown()).meta({
  id: 'CarrierCallback',
  description:
    'The carrier’s message, field names in any letter case: `username` and `password` of the registration, `requestId`, and what became of the request.',
  examples: [
    {
      username: 'the user of the registration',
      password: 'its password',
      requestId: '595f5c44-c31c-4552-8670-020a1545a84d',
      deviceIds: [{ id: '89010000000000000019', kind: 'iccid' }],
      deviceResponse: { restoreResponse: { restored: true } },
      status: 'Success',
      callbackCount: 1,
      maxCallbackThreshold: 4,
    },
  ],
});

export const callbackKeptSchema = z
  .object({})
  .meta({ id: 'CallbackKept', description: 'The message is stored. Nothing else needs to be said.' });

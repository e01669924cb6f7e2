import { z } from 'zod';

const service = z.enum(['ENABLED', 'DISABLED']);

/** The three switches of a SIM. */
export const serviceNames = ['simDataServiceStatus', 'simVoiceServiceStatus', 'simSmsServiceStatus'] as const;

/** The carrier-side record of a SIM. Dates are seconds since the epoch. */
export const pondSimSchema = z.object({
  account: z.string(),
  iccid: z.string().regex(/^\d{18,20}F?$/),
  msisdn: z.string().nullable().default(null),
  parentGroupId: z.int().nullable().default(null),
  inventoryId: z.int().nullable().default(null),
  epochCreated: z.int(),
  epochModified: z.int(),
  epochRemoved: z.int().nullable().default(null),
  imsis: z.array(z.object({ imsiId: z.int(), imsiNumber: z.string() })).default([]),
  mappedImsi: z.string().nullable().default(null),
  whitelistId: z.int().nullable().default(null),
  simDataServiceStatus: service.default('DISABLED'),
  simVoiceServiceStatus: service.default('DISABLED'),
  simSmsServiceStatus: service.default('DISABLED'),
  statusOfSim: z.enum(['Pre-Service', 'In-Service', 'Terminated']).default('Pre-Service'),
});

export type PondSim = z.infer<typeof pondSimSchema>;

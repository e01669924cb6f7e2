import { z } from 'zod';

const serviceSwitch = z.enum(['ENABLED', 'DISABLED']);

/** `GET /sim/{iccid}/status`. The old `status` field is deprecated and not read. */
export const simStatusAnswer = z.object({
  simDataServiceStatus: serviceSwitch,
  simVoiceServiceStatus: serviceSwitch,
  simSmsServiceStatus: serviceSwitch,
  statusOfSim: z.string().nullish(),
});

export type SimStatusAnswer = z.infer<typeof simStatusAnswer>;

/** A package, as far as it is read. */
export const packageAnswer = z.object({
  packageId: z.string().min(1),
  packageTypeId: z.int(),
  status: z.enum(['NOT_ACTIVE', 'ACTIVE', 'TERMINATED']),
});

export type PackageAnswer = z.infer<typeof packageAnswer>;

/** One page of a SIM's packages. */
export const packagePage = z.object({ total: z.int().nonnegative(), elements: z.array(packageAnswer) });

export type PackagePage = z.infer<typeof packagePage>;

/** One page of the account's SIMs. */
export const simPage = z.object({
  total: z.int().nonnegative(),
  elements: z.array(z.object({ iccid: z.string().min(1) })),
});

export type SimPage = z.infer<typeof simPage>;

/** The answer to setting a status is an empty 204. A page of HTML, as a gateway sends it, is no success. */
export const emptyAnswer = z.union([z.undefined(), z.looseObject({})]);

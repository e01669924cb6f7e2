import { z } from 'zod';

export const packageStatuses = ['NOT_ACTIVE', 'ACTIVE', 'TERMINATED'] as const;
export type PackageStatus = (typeof packageStatuses)[number];

/** Which package status may follow which. */
export const packageTransitions: Readonly<Record<PackageStatus, readonly PackageStatus[]>> = {
  NOT_ACTIVE: ['ACTIVE', 'TERMINATED'],
  ACTIVE: ['TERMINATED'],
  TERMINATED: [],
};

const epoch = z.int().nullable().default(null);

/** A package on a SIM. Dates are seconds since the epoch. */
export const pondPackageSchema = z.object({
  packageId: z.string().min(1),
  simIccid: z.string(),
  dateCreated: z.int(),
  dateActivated: epoch,
  dateExpiry: epoch,
  dateTerminated: epoch,
  windowActivationStart: z.int(),
  windowActivationEnd: z.int(),
  status: z.enum(packageStatuses),
  packageTypeId: z.int(),
  dataUsageRemainingInBytes: z.int(),
  voiceUsageRemainingInSeconds: z.int(),
  smsUsageRemainingInNums: z.int(),
  timeAllowanceInSeconds: z.int(),
});

export type PondPackage = z.infer<typeof pondPackageSchema>;

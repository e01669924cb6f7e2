import { z } from 'zod';

/** The parts of the API's answers that the demonstration looks at. */
export const deviceShape = z.object({
  iccid: z.string(),
  msisdn: z.string().nullable(),
  imei: z.string().nullable(),
  ipAddress: z.string().nullable(),
  status: z.string(),
  carrierRatePlan: z.object({ code: z.string() }).nullable(),
  customerId: z.string().nullable(),
  customerRatePlanId: z.string().nullable(),
  revServiceId: z.string().nullable(),
  lastActivatedAt: z.string().nullable(),
  archivedAt: z.string().nullable(),
});

export type FleetDevice = z.infer<typeof deviceShape>;

export const carrierRatePlanShape = z.object({
  code: z.string(),
  name: z.string(),
  ratePlanId: z.number().nullable(),
  allowedSimTypes: z.array(z.string()),
  retiredAt: z.string().nullable(),
});

export type FleetPlan = z.infer<typeof carrierRatePlanShape>;

export const customerShape = z.object({ id: z.string(), revCustomerId: z.string().nullable() });

export const bulkChangeShape = z.object({
  id: z.string(),
  status: z.string(),
  effectiveAt: z.string().nullable(),
  pauseReason: z.string().nullable(),
  finishedAt: z.string().nullable(),
  duplicates: z.number(),
  counts: z.object({
    total: z.number(),
    processed: z.number(),
    error: z.number(),
    unknown: z.number(),
    canceled: z.number(),
  }),
  progress: z.object({ devicesPerSecond: z.number().nullable(), waitingFor: z.string().nullable() }),
  workflow: z.object({ url: z.string() }),
});

export type FollowedChange = z.infer<typeof bulkChangeShape>;

export const deviceChangeShape = z.object({
  id: z.string(),
  identifier: z.string(),
  status: z.string(),
  errorCode: z.string().nullable(),
  startedAt: z.string().nullable(),
});

export type DeviceOutcome = z.infer<typeof deviceChangeShape>;

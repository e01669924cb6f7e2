import { z } from 'zod';

/** Active, suspended, cancelled. */
export const subscriberStatuses = ['A', 'S', 'C'] as const;
export type SubscriberStatus = (typeof subscriberStatuses)[number];

const text = z.string().nullable().default(null);
const day = z.iso.date();

/** A subscriber's line. Dates are `yyyy-MM-dd` in UTC. */
export const telegenceLineSchema = z.object({
  account: z.string(),
  subscriberNumber: z.string().regex(/^\d{10}$/),
  iccid: z.string(),
  imei: text,
  status: z.enum(subscriberStatuses).default('A'),
  statusEffectiveDate: day,
  statusReasonCode: text,
  subscriberActivationDate: day,
  billingAccountNumber: z.string(),
  singleUserCode: text,
  serviceZipCode: text,
  contactName: text,
  technologyType: text,
  offerings: z.array(z.object({ code: z.string(), effectiveDate: day })).default([]),
  ipAddress: text,
});

export type TelegenceLine = z.infer<typeof telegenceLineSchema>;

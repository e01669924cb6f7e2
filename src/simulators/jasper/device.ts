import { z } from 'zod';
import { simStatuses } from './sim-status.ts';

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${prefix}${at + 1}`);
}

/** Free-text fields of a device. */
export const customFieldNames: readonly string[] = [
  ...numbered('operatorCustom', 5),
  ...numbered('accountCustom', 10),
  ...numbered('customerCustom', 5),
];

const text = z.string().nullable().default(null);
const instant = z.iso.datetime({ offset: true }).nullable().default(null);
const count = z.int().nonnegative().default(0);

/** The carrier-side record of a SIM. Dates are ISO 8601; usage is of the current cycle. */
export const jasperDeviceSchema = z.object({
  account: z.string(),
  iccid: z.string().regex(/^\d{18,20}F?$/),
  imsi: text,
  msisdn: text,
  imei: text,
  status: z.enum(simStatuses).default('ACTIVATED'),
  /** `Y` or `F` (fraud review) forbids every status change. */
  suspended: z.enum(['Y', 'N', 'F']).default('N'),
  ratePlan: text,
  communicationPlan: text,
  customer: text,
  endConsumerId: text,
  accountId: text,
  dateActivated: instant,
  dateUpdated: z.iso.datetime({ offset: true }),
  dateShipped: instant,
  fixedIPAddress: text,
  fixedIpv6Address: text,
  deviceID: text,
  modemID: text,
  simNotes: text,
  globalSimType: text,
  overageLimitOverride: z.string().default('DEFAULT'),
  custom: z.record(z.string(), z.string()).default({}),
  /** Bytes. */
  ctdDataUsage: count,
  ctdSMSUsage: count,
  /** Seconds. */
  ctdVoiceUsage: count,
  ctdSessionCount: count,
  overageLimitReached: z.boolean().default(false),
});

export type JasperDevice = z.infer<typeof jasperDeviceSchema>;

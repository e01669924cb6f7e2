import { z } from 'zod';
import { TARGET_STATUS_WORDS } from '../../domain/device-status.ts';
import { idSchema } from './atoms.ts';

const text = (maximum: number) => z.string().trim().min(1).max(maximum);

/** Whether the text is a date is judged together with the time zone, in to-change-request.ts. */
export const effectiveDateSchema = z
  .string()
  .max(40)
  .nullable()
  .describe(
    'An instant with offset (2026-12-01T08:30:00Z), or a local date or date-time in `timeZone`. A local time that a change to summer time skips counts as an hour later, one that the change back doubles as the first of the two. Absent, empty or past: now.',
  )
  .meta({ examples: ['2026-12-01'] });

export const customerAssignmentSchema = z
  .strictObject({
    revCustomerId: text(200).optional().describe('A Rev assignment; compared as exact text.'),
    customerId: idSchema.optional().describe('An AMOP assignment, where there is no revCustomerId.'),
    siteId: idSchema.optional(),
    createRevService: z
      .boolean()
      .optional()
      .describe('Create a billing line for each device. Default: false.'),
    serviceTypeId: text(100).optional(),
    revProductIds: z
      .array(z.strictObject({ productId: text(100), rate: z.number().min(0).max(1_000_000) }))
      .max(100)
      .optional(),
    revPackageId: text(100).optional(),
    useCarrierActivation: z
      .boolean()
      .optional()
      .describe('Without effectiveDate: each device counts from its own activation date.'),
    effectiveDate: effectiveDateSchema.optional(),
    prorate: z.boolean().optional(),
    description: text(500).optional(),
    customerRatePlanId: idSchema.optional(),
    customerPoolId: idSchema.optional(),
  })
  .meta({ id: 'CustomerAssignment' });

export const carrierRatePlanUpdateSchema = z
  .strictObject({
    carrierRatePlan: text(200).describe('The code of a carrier rate plan of the service provider.'),
    commPlan: text(200).optional().describe('Jasper: the communication plan to set with it.'),
    effectiveDate: effectiveDateSchema.optional(),
    optimizationGroup: text(200).optional(),
  })
  .meta({ id: 'CarrierRatePlanUpdate' });

export const customerRatePlanUpdateSchema = z
  .strictObject({
    customerRatePlanId: idSchema.nullable().optional().describe('null clears it; absent leaves it as it is.'),
    customerDataAllocationMB: z.number().min(0).max(1_000_000_000).nullable().optional(),
    customerPoolId: idSchema.nullable().optional(),
    effectiveDate: effectiveDateSchema.optional(),
  })
  .meta({ id: 'CustomerRatePlanUpdate' });

/** Optional words of a form: left empty they are as good as absent. */
const optionalText = (maximum: number) =>
  z
    .string()
    .trim()
    .max(maximum)
    .transform((value) => (value === '' ? undefined : value))
    .optional();

const primaryPlaceOfUseSchema = z
  .strictObject({
    customerName: z.strictObject({
      title: optionalText(40),
      firstName: text(100),
      middleName: optionalText(100),
      lastName: text(100),
      suffix: optionalText(40),
    }),
    address: z
      .strictObject({
        addressLine1: text(200),
        addressLine2: optionalText(200),
        city: text(100),
        state: text(100),
        zip: text(20),
        zip4: optionalText(10),
        country: text(100),
        phone: optionalText(40),
        phoneType: optionalText(40),
        emailAddress: optionalText(254),
      })
      .optional(),
  })
  .meta({
    id: 'PrimaryPlaceOfUse',
    description:
      'Personal: stored encrypted, never answered and never logged. ThingSpace: where the line is used, with its address. Telegence: the contact, without an address.',
  });

const PUBLIC_IP_RESTRICTIONS = ['restricted', 'unrestricted'] as const;

export const statusUpdateSchema = z
  .strictObject({
    targetStatus: text(50).describe(`In any letter case one of: ${TARGET_STATUS_WORDS.join(', ')}.`),
    reasonCode: text(50)
      .optional()
      .describe('Telegence: handed to the carrier as it is. ThingSpace: FF, for a deactivation only.'),
    effectiveDate: effectiveDateSchema.optional(),
    carrierRatePlan: text(200)
      .optional()
      .describe(
        'ThingSpace and Telegence, target active: the plan of new lines, by its code. Default: each device’s own.',
      ),
    mdnZipCode: z
      .string()
      .trim()
      .regex(/^\d{5}(-\d{4})?$/, 'A ZIP code has five digits, or five, a dash and four.')
      .optional()
      .describe('ThingSpace and Telegence, target active: where the new number is to be from.'),
    publicIpRestriction: z
      .enum(PUBLIC_IP_RESTRICTIONS)
      .optional()
      .describe('ThingSpace, target active: whether a public address can be reached from outside.'),
    primaryPlaceOfUse: primaryPlaceOfUseSchema.optional(),
    staticIp: z
      .strictObject({
        pdpName: text(100),
        accessPointName: text(100),
        lteIndicator: z.boolean().default(true),
        defaultApnIndicator: z.boolean().default(false),
      })
      .optional()
      .describe('Telegence, target active: a static address of this profile once the line is active.'),
    revService: z
      .strictObject({ revCustomerId: text(200) })
      .optional()
      .describe('Associates the device with this Rev customer once the status is set.'),
  })
  .meta({ id: 'StatusUpdate' });

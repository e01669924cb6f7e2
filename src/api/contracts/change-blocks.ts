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
    'An instant with offset (2026-12-01T08:30:00Z), or a local date or date-time in `timeZone`. Absent, empty or past: now.',
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

export const statusUpdateSchema = z
  .strictObject({
    targetStatus: text(50).describe(`In any letter case one of: ${TARGET_STATUS_WORDS.join(', ')}.`),
    reasonCode: text(50).optional(),
    effectiveDate: effectiveDateSchema.optional(),
    carrierRatePlan: text(200).optional(),
    mdnZipCode: text(10).optional().describe('Refused: no supported integration uses it.'),
    publicIpRestriction: text(50).optional().describe('Refused: no supported integration uses it.'),
    primaryPlaceOfUse: z.looseObject({}).optional().describe('Refused: no supported integration uses it.'),
    staticIp: z
      .strictObject({
        pdpName: text(100),
        accessPointName: text(100),
        lteIndicator: z.boolean().optional(),
        defaultApnIndicator: z.boolean().optional(),
      })
      .optional()
      .describe('Refused: no supported integration uses it.'),
    revService: z
      .strictObject({ revCustomerId: text(200) })
      .optional()
      .describe('Associates the device with this Rev customer once the status is set.'),
  })
  .meta({ id: 'StatusUpdate' });

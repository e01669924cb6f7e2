import { z } from 'zod';
import { TARGET_STATUS_WORDS } from '../../domain/device-status.ts';
import {
  carrierRatePlanUpdateSchema,
  customerRatePlanUpdateSchema,
  statusUpdateSchema,
} from './change-blocks.ts';

const device = z.string().max(100).optional();
const status = statusUpdateSchema.shape;
const carrierPlan = carrierRatePlanUpdateSchema.shape;
const customerPlan = customerRatePlanUpdateSchema.shape;

/** The fields of the blocks, flat, since the type of the change is known. */
export const correctDeviceSchema = z
  .strictObject({
    iccid: device.describe('Another device, by its ICCID.'),
    msisdn: device.describe('Another device, by its number.'),
    imei: device,
    targetStatus: status.targetStatus.optional().describe(`statusupdate: ${TARGET_STATUS_WORDS.join(', ')}.`),
    reasonCode: status.reasonCode,
    carrierRatePlan: carrierPlan.carrierRatePlan
      .optional()
      .describe('carrierrateplanchange, and statusupdate of new lines: the code of another plan.'),
    commPlan: carrierPlan.commPlan,
    mdnZipCode: status.mdnZipCode,
    publicIpRestriction: status.publicIpRestriction,
    customerRatePlanId: customerPlan.customerRatePlanId,
    customerPoolId: customerPlan.customerPoolId,
    customerDataAllocationMB: customerPlan.customerDataAllocationMB,
    reprocess: z.boolean().default(false).describe('Try the row again at once, as /retry does.'),
  })
  .meta({
    id: 'CorrectDeviceChange',
    description: 'What is to be different for this device; a field that is absent stays as it is.',
    examples: [{ iccid: '8901000000000000001', reprocess: true }],
  });

export type CorrectDeviceBody = z.output<typeof correctDeviceSchema>;

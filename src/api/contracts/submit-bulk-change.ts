import { z } from 'zod';
import { CHANGE_TYPES, parseChangeType } from '../../domain/change-type.ts';
import { idSchema } from './atoms.ts';
import {
  carrierRatePlanUpdateSchema,
  customerAssignmentSchema,
  customerRatePlanUpdateSchema,
  effectiveDateSchema,
  statusUpdateSchema,
} from './change-blocks.ts';
import { rolloutSchema } from './rollout.ts';

export const MAX_DEVICES_PER_CHANGE = 1_000_000;

const deviceText = z.string().max(100);

/** Whether it is an identifier is judged in read-devices.ts, for a hundred thousand of them at once. */
const deviceSchema = z.union([
  deviceText,
  z.strictObject({
    iccid: deviceText.optional(),
    msisdn: deviceText.optional(),
    identifier: deviceText.optional(),
    eid: deviceText.optional(),
    imei: deviceText.optional(),
    effectiveDate: effectiveDateSchema
      .optional()
      .describe('The device’s own date, read like the change’s. Absent or empty: the change’s. Past: now.'),
  }),
]);

const changeTypeSchema = z
  .string()
  .transform((text, context) => {
    const changeType = parseChangeType(text);
    if (changeType !== undefined) return changeType;
    context.addIssue({
      code: 'custom',
      message: `Use one of ${CHANGE_TYPES.join(', ')}, in any letter case`,
    });
    return z.NEVER;
  })
  .meta({
    description: `In any letter case one of: ${CHANGE_TYPES.join(', ')}.`,
    examples: ['statusupdate'],
  });

export const submitBulkChangeSchema = z
  .strictObject({
    serviceProviderId: idSchema,
    changeType: changeTypeSchema,
    processChanges: z
      .boolean()
      .default(true)
      .describe('false: validate and store, and wait for /process. Default: true.'),
    devices: z
      .array(deviceSchema)
      .min(1, 'Name at least one device.')
      .max(MAX_DEVICES_PER_CHANGE)
      .describe(
        'ICCIDs, phone numbers, or objects that name a device and its IMEI. A North American number is found with and without its country code 1.',
      ),
    timeZone: z.string().max(64).optional().describe('IANA zone of local dates. Default: the provider’s.'),
    onConflict: z
      .enum(['queue', 'reject'])
      .default('queue')
      .describe('What to do with a device that another unfinished change is touching.'),
    customerAssignment: customerAssignmentSchema.optional(),
    carrierRatePlanUpdate: carrierRatePlanUpdateSchema.optional(),
    customerRatePlanUpdate: customerRatePlanUpdateSchema.optional(),
    statusUpdate: statusUpdateSchema.optional(),
    rollout: rolloutSchema.optional().describe('How the change is let out. Absent: all devices at once.'),
    requiresApproval: z
      .boolean()
      .optional()
      .describe(
        'true: a second person has to /approve it first. The approval policy may demand it of every change.',
      ),
  })
  .meta({
    id: 'BulkChangeRequest',
    description: 'Exactly the block that belongs to the changeType must be present.',
    examples: [
      {
        serviceProviderId: '01990000-0000-7000-8000-000000000001',
        changeType: 'statusupdate',
        processChanges: true,
        devices: ['8901000000000000001', { iccid: '8901000000000000002', imei: '350000000000006' }],
        statusUpdate: { targetStatus: 'suspend' },
      },
      {
        serviceProviderId: '01990000-0000-7000-8000-000000000002',
        changeType: 'statusupdate',
        devices: [{ iccid: '8901000000000000003', imei: '350000000000006' }],
        statusUpdate: {
          targetStatus: 'activate',
          carrierRatePlan: 'm2m4G',
          mdnZipCode: '98801',
          publicIpRestriction: 'unrestricted',
          primaryPlaceOfUse: {
            customerName: { firstName: 'Ada', lastName: 'Park' },
            address: {
              addressLine1: '1 Main St',
              city: 'Town',
              state: 'WA',
              zip: '98801',
              country: 'USA',
            },
          },
        },
      },
      {
        serviceProviderId: '01990000-0000-7000-8000-000000000003',
        changeType: 'statusupdate',
        devices: ['8901000000000000004'],
        statusUpdate: {
          targetStatus: 'activate',
          carrierRatePlan: 'DEMO5MB',
          mdnZipCode: '75001',
          primaryPlaceOfUse: { customerName: { firstName: 'Ada', lastName: 'Park' } },
          staticIp: { pdpName: 'DEMO-PDP', accessPointName: 'demo-apn' },
        },
      },
    ],
  });

export type SubmitBulkChangeBody = z.output<typeof submitBulkChangeSchema>;
export type SubmittedDevice = SubmitBulkChangeBody['devices'][number];

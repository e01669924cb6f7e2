import { z } from 'zod';
import { CHANGE_TYPES } from '../../domain/change-type.ts';
import { DEVICE_CHANGE_STATUSES } from '../../domain/device-change-status.ts';
import { DEVICE_STATUSES } from '../../domain/device-status.ts';
import { flagQuery, idSchema, instantSchema } from './atoms.ts';
import { deviceDriftSchema } from './device-drift.ts';
import { pageAnswer, pageQuery } from './paging.ts';

const text = z.string().nullable();

export const deviceSchema = z
  .object({
    id: idSchema,
    serviceProviderId: idSchema,
    iccid: z.string(),
    msisdn: text,
    imei: text,
    eid: text,
    status: z.enum(DEVICE_STATUSES),
    simType: text,
    carrierRatePlan: z.object({ id: idSchema, code: z.string(), name: z.string() }).nullable(),
    communicationPlan: z.object({ id: idSchema, name: z.string() }).nullable(),
    ipAddress: text,
    username: text,
    costCenters: z.array(z.string()),
    usageMb: z.number().describe('Data used in the current billing cycle.'),
    lastActivatedAt: instantSchema.nullable(),
    lastStatusChangeAt: instantSchema.nullable(),
    deactivatedAt: instantSchema.nullable(),
    archivedAt: instantSchema.nullable(),
    createdAt: instantSchema,
    updatedAt: instantSchema,
    customerId: idSchema.nullable(),
    siteId: idSchema.nullable(),
    accountNumber: text,
    customerRatePlanId: idSchema.nullable(),
    customerRatePoolId: idSchema.nullable(),
    dataAllocationMb: z.number().nullable(),
    revServiceId: idSchema.nullable(),
    drift: z
      .array(deviceDriftSchema)
      .describe('Where the carrier was found to differ, until a sync, a change or a person ends it.'),
  })
  .meta({ id: 'Device' });

const recentChangeSchema = z
  .object({
    id: idSchema,
    bulkChangeId: idSchema,
    changeType: z.enum(CHANGE_TYPES),
    status: z.enum(DEVICE_CHANGE_STATUSES),
    errorCode: text,
    errorMessage: text,
    before: z.record(z.string(), z.unknown()).nullable(),
    after: z.record(z.string(), z.unknown()).nullable(),
    createdBy: z.string(),
    createdAt: instantSchema,
    finishedAt: instantSchema.nullable(),
  })
  .meta({ id: 'RecentDeviceChange' });

export const deviceDetailSchema = z
  .object({
    ...deviceSchema.shape,
    recentChanges: z.array(recentChangeSchema).describe('The latest 20 changes, newest first.'),
  })
  .meta({ id: 'DeviceDetail' });

export const deviceListSchema = pageAnswer('DeviceList', deviceSchema);

export const deviceListQuery = z.strictObject({
  ...pageQuery,
  serviceProviderId: idSchema.optional(),
  status: z.enum(DEVICE_STATUSES).optional(),
  customerId: idSchema.optional(),
  archived: flagQuery.optional(),
  drift: flagQuery.optional().describe('Whether the device has drift that is open.'),
  q: z.string().trim().max(40).optional().describe('How an ICCID, number, IMEI or EID begins.'),
});

const importFaultSchema = z
  .object({ line: z.int(), column: z.string(), code: z.string(), detail: z.string() })
  .meta({ id: 'ImportFault' });

export const importReportSchema = z
  .object({
    rows: z.int().describe('Lines with data in the file.'),
    created: z.int(),
    updated: z.int(),
    rejected: z.int().describe('Lines that were left out because of their faults.'),
    faults: z.array(importFaultSchema).max(1_000),
    moreFaults: z.int().describe('Faults beyond the first thousand.'),
  })
  .meta({ id: 'DeviceImportReport' });

export const importQuery = z.strictObject({
  serviceProviderId: idSchema.optional().describe('For lines without a column of this name.'),
});

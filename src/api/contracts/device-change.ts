import { z } from 'zod';
import { DEVICE_CHANGE_STATUSES } from '../../domain/device-change-status.ts';
import { IDENTIFIER_TYPES } from '../../domain/device-identifier.ts';
import { ERROR_CLASSES } from '../../domain/error-class.ts';
import { idSchema, instantSchema } from './atoms.ts';
import { workflowLinkSchema } from './bulk-change.ts';
import { pageAnswer, pageQuery } from './paging.ts';

/** What was, or will be, recorded of a device: field by field. */
const snapshotSchema = z.record(z.string(), z.unknown()).nullable();

export const deviceChangeSchema = z
  .object({
    id: idSchema,
    rowNumber: z.int(),
    identifier: z.string(),
    identifierType: z.enum(IDENTIFIER_TYPES),
    deviceId: idSchema.nullable(),
    status: z.enum(DEVICE_CHANGE_STATUSES),
    errorClass: z.enum(ERROR_CLASSES).nullable(),
    errorCode: z.string().nullable(),
    errorMessage: z.string().nullable(),
    attempts: z.int(),
    effectiveAt: instantSchema.nullable().describe('The device’s own date; null: the change’s.'),
    before: snapshotSchema,
    after: snapshotSchema,
    startedAt: instantSchema.nullable(),
    finishedAt: instantSchema.nullable(),
    workflow: workflowLinkSchema.nullable().describe('Null until the device has had its turn.'),
  })
  .meta({ id: 'DeviceChange' });

export const deviceChangeListSchema = pageAnswer('DeviceChangeList', deviceChangeSchema);

export const deviceChangeListQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(DEVICE_CHANGE_STATUSES).optional(),
  errorClass: z.enum(ERROR_CLASSES).optional(),
  errorCode: z.string().max(100).optional(),
  q: z.string().trim().max(40).optional().describe('A part of the identifier.'),
});

export const errorCauseSchema = z
  .object({
    errorClass: z.enum(ERROR_CLASSES).nullable(),
    errorCode: z.string().nullable(),
    errorMessage: z.string().nullable(),
    count: z.int().min(1),
    suggestedAction: z.string(),
  })
  .meta({ id: 'ErrorCause' });

export const errorCauseListSchema = pageAnswer('ErrorCauseList', errorCauseSchema);

export const logEntrySchema = z
  .object({
    id: idSchema,
    deviceChangeId: idSchema.nullable(),
    description: z.string(),
    processedBy: z.string(),
    requestText: z.string().nullable(),
    responseText: z.string().nullable(),
    responseStatus: z.string(),
    hasErrors: z.boolean(),
    errorText: z.string().nullable(),
    durationMs: z.int().nullable(),
    attempt: z.int(),
    createdAt: instantSchema,
  })
  .meta({ id: 'LogEntry' });

export const logEntryListSchema = pageAnswer('LogEntryList', logEntrySchema);

export const logEntryListQuery = z.strictObject({ ...pageQuery, deviceChangeId: idSchema.optional() });

import { z } from 'zod';
import { BULK_CHANGE_STATUSES } from '../../domain/bulk-change-status.ts';
import { CHANGE_TYPES } from '../../domain/change-type.ts';
import { INTEGRATIONS } from '../../domain/integration.ts';
import { PORTAL_TYPES } from '../../domain/portal.ts';
import { idSchema, instantQuery, instantSchema } from './atoms.ts';
import { pageAnswer, pageQuery } from './paging.ts';
import { rolloutSchema } from './rollout.ts';

export const workflowLinkSchema = z
  .object({
    workflowId: z.string(),
    runId: z.string().nullable().describe('Null until Temporal has confirmed the start.'),
    url: z.string().describe('The workflow in the Temporal Web UI.'),
  })
  .meta({ id: 'WorkflowLink' });

const count = z.int().min(0);

const countsSchema = z
  .object({
    total: count,
    pending: count,
    processing: count,
    awaitingConfirmation: count,
    processed: count,
    error: count,
    unknown: count.describe('The carrier may or may not have applied it.'),
    canceled: count,
  })
  .meta({ id: 'BulkChangeCounts' });

export const WAITING_FOR = [
  'effective_date',
  'approval',
  'carrier_budget',
  'carrier_outage',
  'maintenance_window',
  'wave_gate',
  'device_lane',
] as const;

const progressSchema = z
  .object({
    percent: z.int().min(0).max(100).describe('Rounded down: 100 means that nothing is left.'),
    devicesPerSecond: z.number().nullable().describe('On average since the start.'),
    estimatedFinishAt: instantSchema.nullable(),
    waitingFor: z
      .enum(WAITING_FOR)
      .nullable()
      .describe('What holds the change up; device_lane is told by the change itself, not in lists.'),
  })
  .meta({ id: 'BulkChangeProgress' });

export const bulkChangeSchema = z
  .object({
    id: idSchema,
    tenantId: idSchema,
    serviceProviderId: idSchema,
    integration: z.enum(INTEGRATIONS),
    changeType: z.enum(CHANGE_TYPES),
    portalType: z.enum(PORTAL_TYPES),
    status: z
      .enum(BULK_CHANGE_STATUSES)
      .describe('PROCESSED: every device ok. ERROR: finished, and some device failed or is unknown.'),
    effectiveAt: instantSchema.nullable(),
    timeZone: z.string().nullable(),
    planHash: z.string(),
    counts: countsSchema,
    duplicates: count.describe('Times that the request names a device once more; a device has one row.'),
    progress: progressSchema,
    rollout: rolloutSchema.nullable().describe('As requested; null: all devices at once.'),
    wave: z
      .object({ number: z.int().min(1), of: z.int().min(1) })
      .nullable()
      .describe('The wave that is let through, counted from 1; null when the rollout names none.'),
    pauseReason: z.string().nullable().describe('Why it is PAUSED, in words.'),
    requiresApproval: z.boolean(),
    approvedBy: z.string().nullable(),
    approvedAt: instantSchema.nullable(),
    undoOf: idSchema.nullable().describe('The change whose effects this one takes back.'),
    resubmitOf: idSchema.nullable().describe('The change whose request this one repeats.'),
    createdBy: z.string(),
    createdAt: instantSchema,
    startedAt: instantSchema.nullable(),
    finishedAt: instantSchema.nullable(),
    workflow: workflowLinkSchema,
  })
  .meta({ id: 'BulkChange' });

export type BulkChangeAnswer = z.output<typeof bulkChangeSchema>;

export const bulkChangeListSchema = pageAnswer('BulkChangeList', bulkChangeSchema);

export const bulkChangeListQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(BULK_CHANGE_STATUSES).optional(),
  changeType: z.enum(CHANGE_TYPES).optional(),
  serviceProviderId: idSchema.optional(),
  createdAfter: instantQuery.optional().describe('Inclusive.'),
  createdBefore: instantQuery.optional().describe('Exclusive.'),
  q: z
    .string()
    .trim()
    .max(100)
    .optional()
    .describe(
      'The id, a part of the submitter or of the provider’s name, or the ICCID or number of a device.',
    ),
});

import { z } from 'zod';
import { BULK_CHANGE_STATUSES } from '../../domain/bulk-change-status.ts';
import { idSchema, instantSchema } from './atoms.ts';

const imageSchema = z.record(z.string(), z.unknown()).nullable();

const planItemSchema = z
  .object({
    rowNumber: z.int(),
    deviceChangeId: idSchema,
    identifier: z.string(),
    before: imageSchema,
    after: imageSchema.describe('null: nothing is done to this device; `refusal` says why.'),
    refusal: z.object({ code: z.string().nullable(), detail: z.string().nullable() }).nullable(),
    effectiveAt: instantSchema.nullable().describe('Of the device or else of the change; null: at once.'),
    carrierCalls: z.int().min(0).describe('When nothing goes wrong.'),
    reversible: z
      .boolean()
      .nullable()
      .describe('Whether /undo could take it back afterwards; null where nothing is done.'),
    irreversibleReason: z.string().nullable(),
    conflicts: z
      .array(z.object({ bulkChangeId: idSchema, status: z.enum(BULK_CHANGE_STATUSES) }))
      .describe('Other unfinished changes that name the same device, the oldest first; ten at most.'),
  })
  .meta({ id: 'PlanItem' });

export const planSchema = z
  .object({
    planHash: z.string().describe('Also the ETag: send it in `If-Match` of /process or /approve.'),
    total: z.int(),
    refused: z.int().nullable().describe('Devices to which nothing is done. On the first page only.'),
    carrierCalls: z.object({
      perDevice: z.int(),
      total: z.int().nullable().describe('On the first page only.'),
    }),
    estimatedSeconds: z
      .int()
      .nullable()
      .describe(
        'By the budget of the carrier account alone; null where it has no rate. On the first page only.',
      ),
    irreversible: z
      .int()
      .nullable()
      .describe('Devices whose change could not be taken back. On the first page only.'),
    items: z.array(planItemSchema),
    nextCursor: z
      .string()
      .nullable()
      .describe('Pass it as `cursor` for the next page; null on the last one.'),
  })
  .meta({ id: 'Plan' });

export type PlanItem = z.output<typeof planItemSchema>;

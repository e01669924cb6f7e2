import { z } from 'zod';
import { INVENTORY_SYNC_STATUSES } from '../../domain/inventory-sync.ts';
import { idSchema, instantSchema } from './atoms.ts';
import { pageAnswer } from './paging.ts';

export const inventorySyncSchema = z
  .object({
    id: idSchema,
    serviceProviderId: idSchema,
    status: z.enum(INVENTORY_SYNC_STATUSES),
    startedBy: z.string().describe('Who asked for it; `schedule` when nobody did.'),
    startedAt: instantSchema,
    finishedAt: instantSchema.nullable(),
    pages: z.int().describe('Pages of the carrier’s list that are stored.'),
    seen: z.int().describe('Devices that the carrier has.'),
    created: z.int().describe('Devices that were not known before.'),
    updated: z.int().describe('Devices that took over something new.'),
    drifted: z.int().describe('Differences to what was believed that are new.'),
    missing: z.int().describe('Devices that the carrier does not know, counted at the end.'),
    errorCode: z.string().nullable(),
    errorMessage: z.string().nullable(),
    workflow: z.object({ workflowId: z.string(), runId: z.string().nullable(), url: z.string() }),
  })
  .meta({ id: 'InventorySync' });

export const inventorySyncListSchema = pageAnswer('InventorySyncList', inventorySyncSchema);

import { z } from 'zod';
import { DRIFT_FIELDS } from '../../domain/drift.ts';
import { idSchema, instantSchema } from './atoms.ts';

export const deviceDriftSchema = z
  .object({
    id: idSchema,
    field: z.enum(DRIFT_FIELDS).describe('`presence`: the carrier does not know the device.'),
    believed: z.string(),
    found: z.string(),
    lastDeviceChangeId: idSchema.nullable(),
    lastBulkChangeId: idSchema
      .nullable()
      .describe('What was last done to the device from here; null when nothing was.'),
    syncId: idSchema,
    detectedAt: instantSchema,
  })
  .meta({ id: 'DeviceDrift', description: 'Where the carrier was found to differ from what was believed.' });

export const acknowledgeDriftSchema = z
  .strictObject({
    fields: z
      .array(z.enum(DRIFT_FIELDS))
      .min(1)
      .optional()
      .describe('Only the drift of these; absent: all of it.'),
  })
  .nullish()
  .meta({ id: 'AcknowledgeDrift' });

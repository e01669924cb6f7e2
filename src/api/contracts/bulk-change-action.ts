import { z } from 'zod';
import { ERROR_CLASSES } from '../../domain/error-class.ts';

export const cancelBodySchema = z
  .strictObject({
    mode: z
      .literal('graceful')
      .optional()
      .describe('Devices at the carrier finish; the others end CANCELED.'),
  })
  .nullish()
  .meta({ id: 'CancelBulkChange' });

const MOST_IDS = 10_000;

/** Which failed and unknown devices to try again; without a filter, all of them. The filters narrow each other. */
export const retryBodySchema = z
  .strictObject({
    errorClass: z.enum(ERROR_CLASSES).optional(),
    errorCode: z.string().min(1).max(100).optional(),
    deviceChangeIds: z.array(z.uuid()).min(1).max(MOST_IDS).optional(),
  })
  .nullish()
  .meta({ id: 'RetryBulkChange' });

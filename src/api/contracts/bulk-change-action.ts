import { z } from 'zod';
import { ERROR_CLASSES } from '../../domain/error-class.ts';
import { effectiveDateSchema } from './change-blocks.ts';

export const cancelBodySchema = z
  .strictObject({
    mode: z
      .enum(['graceful', 'immediate'])
      .optional()
      .describe(
        'graceful (default): devices at work finish. immediate: those that have sent nothing yet end CANCELED too.',
      ),
  })
  .nullish()
  .meta({ id: 'CancelBulkChange' });

const reasonSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .optional()
  .describe('For people who look at the change. Name nobody: it is kept in histories.');

export const pauseBodySchema = z
  .strictObject({ reason: reasonSchema })
  .nullish()
  .meta({ id: 'PauseBulkChange' });

export const rejectBodySchema = z
  .strictObject({ reason: reasonSchema })
  .nullish()
  .meta({ id: 'RejectBulkChange' });

export const rescheduleBodySchema = z
  .strictObject({
    effectiveDate: effectiveDateSchema.unwrap().trim().min(1),
    timeZone: z
      .string()
      .max(64)
      .optional()
      .describe('IANA zone of a local date. Default: the change’s, else the provider’s.'),
  })
  .meta({ id: 'RescheduleBulkChange', examples: [{ effectiveDate: '2026-12-01T08:30' }] });

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

import { z } from 'zod';
import { MAX_LISTED_REPEATED } from '../../db/submission/repeated-devices.ts';
import { bulkChangeSchema } from './bulk-change.ts';

const warningSchema = z
  .object({
    pointer: z.string().describe('JSON pointer into the body.'),
    code: z.string().describe('Stable, dotted.'),
    detail: z.string().describe('What may be a mistake, and what became of it.'),
  })
  .meta({ id: 'Warning' });

export type SubmissionWarning = z.output<typeof warningSchema>;

export const submittedBulkChangeSchema = z
  .object({
    ...bulkChangeSchema.shape,
    warnings: z
      .array(warningSchema)
      .max(MAX_LISTED_REPEATED)
      .optional()
      .describe('What may be a mistake, and was accepted; absent: nothing.'),
    moreWarnings: z.int().min(0).optional().describe('Those beyond the first thousand.'),
  })
  .meta({ id: 'SubmittedBulkChange' });

export type SubmittedBulkChange = z.output<typeof submittedBulkChangeSchema>;

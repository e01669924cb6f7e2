import { z } from 'zod';

const processChanges = z
  .boolean()
  .default(true)
  .describe('false: validate and store, and wait for /process. Default: true.');

export const undoBodySchema = z
  .strictObject({
    processChanges,
    requiresApproval: z.boolean().optional().describe('true: a second person has to approve it first.'),
  })
  .nullish()
  .transform((body) => body ?? { processChanges: true })
  .meta({ id: 'UndoBulkChange' });

export const resubmitBodySchema = z
  .strictObject({ processChanges })
  .nullish()
  .transform((body) => body ?? { processChanges: true })
  .meta({ id: 'ResubmitBulkChange' });

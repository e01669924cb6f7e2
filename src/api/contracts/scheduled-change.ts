import { z } from 'zod';
import { BULK_CHANGE_STATUSES } from '../../domain/bulk-change-status.ts';
import { CHANGE_TYPES } from '../../domain/change-type.ts';
import { INTEGRATIONS } from '../../domain/integration.ts';
import { idSchema, instantQuery, instantSchema } from './atoms.ts';
import { pageAnswer, pageQuery } from './paging.ts';

const scheduledChangeSchema = z
  .object({
    bulkChangeId: idSchema,
    effectiveAt: instantSchema,
    devices: z.int().min(1).describe('So many devices of the change wait for this date.'),
    status: z
      .enum(BULK_CHANGE_STATUSES)
      .describe(
        'Of the change. One that is PENDING or AWAITING_APPROVAL has to be started or approved first.',
      ),
    changeType: z.enum(CHANGE_TYPES),
    integration: z.enum(INTEGRATIONS),
    serviceProviderId: idSchema,
    serviceProvider: z.string().describe('Its name.'),
    timeZone: z.string().nullable().describe('In which the date was meant; null: an instant.'),
    customerId: idSchema.nullable().describe('The customer that the change assigns; null for other changes.'),
    createdBy: z.string(),
    createdAt: instantSchema,
  })
  .meta({ id: 'ScheduledChange' });

export const scheduledChangeListSchema = pageAnswer('ScheduledChangeList', scheduledChangeSchema);

export const scheduledChangeListQuery = z.strictObject({
  ...pageQuery,
  from: instantQuery.optional().describe('Inclusive.'),
  to: instantQuery.optional().describe('Exclusive.'),
  customerId: idSchema.optional().describe('Changes of devices that are assigned to this customer.'),
  deviceId: idSchema.optional(),
  q: z
    .string()
    .trim()
    .max(100)
    .optional()
    .describe(
      'The id of a change, a part of the submitter or of the provider’s name, or the ICCID or number of a device.',
    ),
});

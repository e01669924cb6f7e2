import { z } from 'zod';
import { WEBHOOK_DELIVERY_STATUSES } from '../../domain/webhook-delivery-status.ts';
import { WEBHOOK_EVENT_TYPES } from '../../domain/webhook-event-type.ts';
import { idSchema, instantSchema } from './atoms.ts';
import { pageAnswer, pageQuery } from './paging.ts';

export const deliveryParams = z.object({ id: idSchema, deliveryId: idSchema });

export const deliveryQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(WEBHOOK_DELIVERY_STATUSES).optional(),
});

export const webhookDeliverySchema = z
  .object({
    id: idSchema,
    eventId: idSchema.describe('The `webhook-id`: the same at every try.'),
    sequence: z.int().describe('The place of the event among all of the tenant.'),
    type: z.enum(WEBHOOK_EVENT_TYPES),
    occurredAt: instantSchema,
    status: z
      .enum(WEBHOOK_DELIVERY_STATUSES)
      .describe('PENDING: due, or waiting for its next try. FAILED: given up; a replay tries it again.'),
    attempts: z.int().describe('Tries since it became due, or was replayed.'),
    nextAttemptAt: instantSchema.nullable().describe('Null: as soon as its turn comes.'),
    lastAttemptAt: instantSchema.nullable(),
    lastResponseStatus: z.int().nullable(),
    lastError: z.string().nullable(),
  })
  .meta({ id: 'WebhookDelivery' });

export const webhookDeliveryListSchema = pageAnswer('WebhookDeliveryList', webhookDeliverySchema);

const webhookAttemptSchema = z
  .object({
    at: instantSchema,
    responseStatus: z.int().nullable(),
    responseText: z.string().nullable().describe('The first 1,000 characters.'),
    error: z.string().nullable().describe('Null when it was taken.'),
    durationMs: z.int(),
  })
  .meta({ id: 'WebhookAttempt' });

export const wholeWebhookDeliverySchema = z
  .object({
    ...webhookDeliverySchema.shape,
    body: z.string().describe('As it is sent and signed.'),
    attemptLog: z.array(webhookAttemptSchema).describe('The last hundred tries, newest first.'),
  })
  .meta({ id: 'WholeWebhookDelivery' });

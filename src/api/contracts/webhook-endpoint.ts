import { z } from 'zod';
import { WEBHOOK_DISABLED_REASONS } from '../../domain/webhook-delivery-status.ts';
import { WEBHOOK_EVENT_TYPES } from '../../domain/webhook-event-type.ts';
import { idSchema, instantQuery, instantSchema } from './atoms.ts';
import { pageAnswer } from './paging.ts';

const eventTypes = z
  .array(z.enum(WEBHOOK_EVENT_TYPES))
  .max(WEBHOOK_EVENT_TYPES.length)
  .describe('What it is told of; empty: everything.');

const url = z.string().trim().min(1).max(2_000).describe('Where events are sent: a public https address.');
const description = z.string().trim().max(500).nullable();

export const webhookEndpointSchema = z
  .object({
    id: idSchema,
    url: z.string(),
    description: z.string().nullable(),
    eventTypes,
    enabled: z.boolean(),
    disabledReason: z
      .enum(WEBHOOK_DISABLED_REASONS)
      .nullable()
      .describe(
        '`request`: by PATCH. `gone`: it answered 410. `exhausted`: an event was not taken for three days; those behind it wait, for thirty days.',
      ),
    disabledAt: instantSchema.nullable(),
    formerSecretUntil: instantSchema
      .nullable()
      .describe('Until then the former secret signs beside the present one.'),
    createdBy: z.string(),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'WebhookEndpoint' });

export const webhookEndpointListSchema = pageAnswer('WebhookEndpointList', webhookEndpointSchema);

export const webhookEndpointWithSecretSchema = z
  .object({
    ...webhookEndpointSchema.shape,
    secret: z
      .string()
      .describe('`whsec_…`, for any library of Standard Webhooks. Shown once and never again.'),
  })
  .meta({ id: 'WebhookEndpointWithSecret' });

export const createWebhookEndpointSchema = z
  .strictObject({ url, eventTypes: eventTypes.default([]), description: description.default(null) })
  .meta({
    id: 'CreateWebhookEndpoint',
    examples: [{ url: 'https://receiver.example/millpond', description: 'Tells the operators’ chat' }],
  });

export const updateWebhookEndpointSchema = z
  .strictObject({
    url,
    eventTypes,
    description,
    enabled: z.boolean().describe('true: what waits is delivered. While it is false, new events pass it by.'),
  })
  .partial()
  .meta({ id: 'UpdateWebhookEndpoint', examples: [{ enabled: true }] });

export const webhookTestSchema = z
  .object({
    delivered: z.boolean(),
    responseStatus: z.int().nullable(),
    responseText: z.string().nullable().describe('The first 1,000 characters.'),
    error: z.string().nullable(),
    durationMs: z.int(),
  })
  .meta({ id: 'WebhookTest' });

export const replayWebhooksSchema = z
  .union([
    z.strictObject({ fromSequence: z.int().min(1).describe('The first event to be delivered again.') }),
    z.strictObject({ since: instantQuery.describe('Events from this instant on.') }),
  ])
  .meta({ id: 'ReplayWebhooks', examples: [{ fromSequence: 17 }, { since: '2026-12-01T08:30:00Z' }] });

export const webhookReplaySchema = z
  .object({
    replayed: z.int().describe('Events that are due again: 100,000 in one call at most, the earliest first.'),
    lastSequence: z.int().nullable().describe('The last of them.'),
  })
  .meta({ id: 'WebhookReplay' });

import type { WebhookDeliveryRow } from '../../../db/webhook-deliveries.ts';
import { WEBHOOK_DELIVERY_STATUSES } from '../../../domain/webhook-delivery-status.ts';
import { WEBHOOK_EVENT_TYPES } from '../../../domain/webhook-event-type.ts';
import { knownValue, orNull } from '../../stored-value.ts';

export function toWebhookDeliveryAnswer(row: WebhookDeliveryRow) {
  return {
    id: row.id,
    eventId: row.eventId,
    sequence: Number(row.sequence),
    type: knownValue(WEBHOOK_EVENT_TYPES, row.event.type),
    occurredAt: row.event.createdAt.toISOString(),
    status: knownValue(WEBHOOK_DELIVERY_STATUSES, row.status),
    attempts: row.attempts,
    nextAttemptAt: orNull(row.nextAttemptAt),
    lastAttemptAt: orNull(row.lastAttemptAt),
    lastResponseStatus: row.lastResponseStatus,
    lastError: row.lastError,
  };
}

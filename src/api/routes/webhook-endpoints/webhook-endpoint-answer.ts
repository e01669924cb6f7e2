import type { WebhookEndpointRow } from '../../../db/webhook-endpoints.ts';
import { WEBHOOK_DISABLED_REASONS } from '../../../domain/webhook-delivery-status.ts';
import { WEBHOOK_EVENT_TYPES } from '../../../domain/webhook-event-type.ts';
import { knownValue, orNull } from '../../stored-value.ts';

export function toWebhookEndpointAnswer({ disabledReason, ...row }: WebhookEndpointRow) {
  return {
    ...row,
    eventTypes: row.eventTypes.map((type) => knownValue(WEBHOOK_EVENT_TYPES, type)),
    disabledReason: disabledReason === null ? null : knownValue(WEBHOOK_DISABLED_REASONS, disabledReason),
    disabledAt: orNull(row.disabledAt),
    formerSecretUntil: orNull(row.formerSecretUntil),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

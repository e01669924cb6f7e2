/** PENDING: due, or waiting for its next try. FAILED: given up; only a replay tries it again. */
export const WEBHOOK_DELIVERY_STATUSES = ['PENDING', 'DELIVERED', 'FAILED'] as const;

export type WebhookDeliveryStatus = (typeof WEBHOOK_DELIVERY_STATUSES)[number];

/** Why an endpoint is disabled: its owner asked for it, it answered 410 Gone, or an event had its last try. */
export const WEBHOOK_DISABLED_REASONS = ['request', 'gone', 'exhausted'] as const;

export type WebhookDisabledReason = (typeof WEBHOOK_DISABLED_REASONS)[number];

/** What an endpoint may be told of. The triggers that write events have the same list. */
export const WEBHOOK_EVENT_TYPES = [
  'bulk_change.started',
  'bulk_change.paused',
  'bulk_change.resumed',
  'bulk_change.completed',
  'bulk_change.failed',
  'bulk_change.canceled',
  'device_change.failed',
] as const;

export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number];

/** Sent on request only: it is no event, and has no place in the order. */
export const WEBHOOK_TEST_TYPE = 'webhook.test';

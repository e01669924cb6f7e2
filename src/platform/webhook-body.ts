/** The body as it is signed and sent: the same bytes at every try. */
export function webhookBody(event: {
  readonly type: string;
  readonly createdAt: Date;
  readonly data: unknown;
}): string {
  return JSON.stringify({ type: event.type, timestamp: event.createdAt.toISOString(), data: event.data });
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key and body get the first answer again, for 7 days; another body is 422.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const ifMatch = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'The planHash you looked at, in quotes; another plan is refused with 412.',
  schema: { type: 'string', maxLength: 500 },
};

/** Documents, in place, the headers that routes honour beside their schemas. */
export function documentHeaders(document: { readonly paths?: object | undefined }): void {
  const items = Object.values(document.paths ?? {}) as { post?: Operation }[];
  for (const { post } of items) {
    if (post === undefined || post.security?.length === 0) continue;
    const headers = post.operationId === 'processBulkChange' ? [idempotencyKey, ifMatch] : [idempotencyKey];
    post.parameters = [...(post.parameters ?? []), ...headers];
  }
}

interface Operation {
  readonly operationId?: string;
  readonly security?: readonly unknown[];
  parameters?: unknown[];
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key and body get the first answer again, for 7 days; another body is 422.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

/** Documents, in place, the header that a plugin honours on every POST with a credential. */
export function documentHeaders(document: { readonly paths?: object | undefined }): void {
  const items = Object.values(document.paths ?? {}) as { post?: Operation }[];
  for (const { post } of items) {
    if (post === undefined || post.security?.length === 0) continue;
    post.parameters = [...(post.parameters ?? []), idempotencyKey];
  }
}

interface Operation {
  readonly security?: readonly unknown[];
  parameters?: unknown[];
}

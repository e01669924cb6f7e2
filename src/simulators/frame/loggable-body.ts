import type { Call } from './call.ts';

const maxLength = 64 * 1024;
const maxDepth = 12;
const credential = /password|passwd|secret|api_?-?key|token|credential|authorization/i;

/** The body of a call for the request log: no credentials, and no more than the log can carry. */
export function loggableBody(call: Call): unknown {
  if (call.text === '') return undefined;
  if (call.text.length > maxLength) return { omitted: 'too long for the log', length: call.text.length };
  if (call.json !== undefined) return withoutCredentials(call.json);
  return credential.test(call.text) ? { omitted: 'may hold credentials' } : call.text;
}

/** A JSON value as a log may keep it. */
export function withoutCredentials(value: unknown, depth = 0): unknown {
  if (depth > maxDepth) return '[deeper]';
  if (Array.isArray(value)) return value.map((item) => withoutCredentials(item, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      credential.test(key) ? '[redacted]' : withoutCredentials(item, depth + 1),
    ]),
  );
}

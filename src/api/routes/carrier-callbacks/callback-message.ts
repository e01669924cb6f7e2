import { createHash } from 'node:crypto';
import { isHiddenField } from '../../../platform/redact.ts';
import { storableText } from '../../../platform/storable-text.ts';
import { Problem } from '../../problem.ts';

export interface CallbackMessage {
  /** JSON text: the message without its user and password, other secrets hidden, names in order. */
  readonly message: string;
  /** SHA-256 of what the message says: every attempt to deliver the same news has the same. */
  readonly newsSha256: Buffer;
}

const HIDDEN = '[redacted]';
/** Deeper than any callback, and far from what the database refuses. */
const MAX_DEPTH = 30;
const CREDENTIALS = ['username', 'password'];
/** They count the attempts to deliver, and say nothing of the device. */
const COUNTERS = ['callbackcount', 'maxcallbackthreshold'];

/** The message as the inbox keeps it. @throws Problem request.malformed when it is nested too deeply */
export function toCallbackMessage(body: Readonly<Record<string, unknown>>): CallbackMessage {
  const kept = tidyFields(without(body, CREDENTIALS), 1);
  const news = JSON.stringify(without(kept, COUNTERS));
  return { message: JSON.stringify(kept), newsSha256: createHash('sha256').update(news).digest() };
}

function without(
  document: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(document).filter(([name]) => !names.includes(name.toLowerCase())));
}

/** An activation's answer can carry a password of the device, which nobody here needs. */
function tidyFields(document: object, depth: number): Record<string, unknown> {
  const fields = Object.entries(document).map(([name, value]: [string, unknown]): [string, unknown] => [
    storableText(name),
    isHiddenField(name) ? HIDDEN : tidy(value, depth),
  ]);
  return Object.fromEntries(fields.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function tidy(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) throw tooDeep();
  return Array.isArray(value) ? value.map((item) => tidy(item, depth + 1)) : tidyFields(value, depth + 1);
}

function tooDeep(): Problem {
  const detail = `The message is nested more than ${String(MAX_DEPTH)} levels deep.`;
  return new Problem('request.malformed', detail, {
    errors: [{ pointer: '', code: 'field.invalid', detail }],
  });
}

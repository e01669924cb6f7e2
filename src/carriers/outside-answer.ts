import type { HttpAnswer } from '../platform/http-client.ts';
import { storableText } from '../platform/storable-text.ts';

export interface OutsideAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The parsed JSON; the text itself when it is none, as gateways' HTML is; undefined when the body is empty. */
  readonly body: unknown;
}

export function readAnswer(answer: HttpAnswer): OutsideAnswer {
  return { ...answer, body: parse(answer.text) };
}

/** What is read here ends up in errors and in the database, so it holds no text that the database refuses. */
function parse(text: string): unknown {
  try {
    return UNSTORABLE_ESCAPE.test(text) ? JSON.parse(text, storableValue) : JSON.parse(text);
  } catch {
    return text === '' ? undefined : storableText(text);
  }
}

/** NUL, or a half of a surrogate pair. Most answers have none, and are spared the look at every value. */
const UNSTORABLE_ESCAPE = /\\u(?:0000|d[89a-f])/i;

function storableValue(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? storableText(value) : value;
}

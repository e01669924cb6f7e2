import type { HttpAnswer } from '../platform/http-client.ts';

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

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text === '' ? undefined : text;
  }
}

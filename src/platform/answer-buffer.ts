import type { HttpAnswer } from './http-client.ts';

export interface AnswerBuffer {
  start(status: number, headers: Readonly<Record<string, string | string[] | undefined>>): void;
  /** False when the answer has become longer than allowed. */
  add(chunk: Buffer): boolean;
  finish(): HttpAnswer;
}

/** Gathers an answer up to a number of bytes. */
export function createAnswerBuffer(maxBytes: number): AnswerBuffer {
  let status = 0;
  let headers: Record<string, string> = {};
  let size = 0;
  const chunks: Buffer[] = [];
  return {
    start(answerStatus, answerHeaders) {
      status = answerStatus;
      headers = flatten(answerHeaders);
    },
    add(chunk) {
      size += chunk.length;
      if (size > maxBytes) return false;
      chunks.push(chunk);
      return true;
    },
    finish: () => ({ status, headers, text: Buffer.concat(chunks).toString(encodingOf(headers)) }),
  };
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

/** Everything is UTF-8 except where it says otherwise: Jasper's error answers are ISO-8859-1. */
function encodingOf(headers: Readonly<Record<string, string>>): 'latin1' | 'utf8' {
  return /charset="?iso-8859-1/i.test(headers['content-type'] ?? '') ? 'latin1' : 'utf8';
}

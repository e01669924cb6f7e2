import { z } from 'zod';
import type { OutsideAnswer } from '../carriers/outside-answer.ts';
import { saidInShort, type Refusal } from '../carriers/refusal.ts';
import type { DeviceErrorCode } from '../domain/error-code.ts';
import { waitInSentence } from './wait-in-sentence.ts';

const errorBody = z.object({ message: z.string().optional(), code: z.string().optional() });

/** What an answer of the billing system other than 2xx means. */
export function classifyRevAnswer(answer: Pick<OutsideAnswer, 'status' | 'body'>): Refusal {
  const body = errorBody.safeParse(answer.body);
  const message = body.data?.message ?? '';
  const code = codeOf(answer.status, body.success);
  const wait = code === 'billing.rate_limited' ? waitInSentence(message) : undefined;
  return {
    code,
    said: saidInShort(message),
    outcomeOpen: answer.status >= 500,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  };
}

function codeOf(status: number, isJson: boolean): DeviceErrorCode {
  if (status >= 500) return 'billing.unavailable';
  switch (status) {
    case 401:
    case 403:
      return 'billing.login_refused';
    case 404:
      // HTML instead of an answer: the address of the connection is wrong.
      return isJson ? 'billing.rejected' : 'billing.connection_missing';
    case 408:
      return 'billing.unavailable';
    case 429:
      return 'billing.rate_limited';
    default:
      return status < 400 ? 'billing.connection_missing' : 'billing.rejected';
  }
}

import { z } from 'zod';
import type { DeviceErrorCode } from '../../domain/error-code.ts';
import type { OutsideAnswer } from '../outside-answer.ts';
import { saidInShort, type Refusal } from '../refusal.ts';

const errorBody = z.object({
  errorDescription: z.string().optional(),
  responseMessage: z.string().optional(),
  description: z.string().optional(),
});

/** What the path named: a missing line is a wrong identifier, a missing batch a wrong id, anything else a wrong path. */
export type TelegenceSubject = 'line' | 'batch' | 'account';

/** By this text an update says that the device needs an eSIM; an activation says it by the service's name. */
export const NEEDS_ESIM = '/service/';

/**
 * What a Telegence answer other than 2xx means. Goes by the HTTP status, as no list of codes is published. A text that
 * is no JSON comes from a gateway on the way, which may be well again at the next attempt.
 */
export function classifyTelegenceAnswer(
  subject: TelegenceSubject,
  answer: Pick<OutsideAnswer, 'status' | 'body'>,
): Refusal {
  const said = saidBy(answer.body);
  if (answer.status === 404 && said === NEEDS_ESIM) {
    return { code: 'telegence.needs_esim', said: 'the device needs an eSIM', outcomeOpen: false };
  }
  const code = codeOf(answer.status, subject, typeof answer.body === 'string');
  return {
    code,
    said,
    outcomeOpen: code === 'carrier.unavailable' || code === 'carrier.answer_unreadable',
  };
}

function codeOf(status: number, subject: TelegenceSubject, isText: boolean): DeviceErrorCode {
  if (status >= 500) return 'carrier.unavailable';
  switch (status) {
    case 401:
      return 'carrier.login_refused';
    case 403:
      return 'carrier.forbidden';
    case 408:
      return 'carrier.timeout';
    case 429:
      return 'carrier.rate_limited';
    default:
      if (status < 400) return 'provider.settings_invalid';
      if (isText) return 'carrier.answer_unreadable';
      return status === 404 ? CODES_OF_MISSING[subject] : 'carrier.rejected';
  }
}

const CODES_OF_MISSING = {
  line: 'carrier.device_not_found',
  batch: 'carrier.rejected',
  account: 'provider.settings_invalid',
} as const satisfies Record<TelegenceSubject, DeviceErrorCode>;

function saidBy(body: unknown): string | null {
  if (typeof body === 'string') return saidInShort(body);
  const { data } = errorBody.safeParse(body);
  return saidInShort(data?.errorDescription ?? data?.responseMessage ?? data?.description ?? '');
}

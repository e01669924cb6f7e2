import { z } from 'zod';
import type { DeviceErrorCode } from '../../domain/error-code.ts';
import type { OutsideAnswer } from '../outside-answer.ts';
import { saidInShort, type Refusal } from '../refusal.ts';

const errorBody = z.object({
  message: z.string().optional(),
  code: z.union([z.number(), z.string()]).optional(),
});

/** What the path named: a missing SIM is a wrong identifier, a missing package or account a wrong request. */
export type PondSubject = 'sim' | 'package' | 'account';

/** What a POND answer other than 2xx means. Goes by the HTTP status only: no list of codes is published. */
export function classifyPondAnswer(
  subject: PondSubject,
  answer: Pick<OutsideAnswer, 'status' | 'body'>,
): Refusal {
  const body = errorBody.safeParse(answer.body);
  const said = body.success ? [body.data.message, body.data.code].filter((part) => part !== undefined) : [];
  return {
    code: codeOf(answer.status, subject, body.success),
    said: saidInShort(said.join(', code ')),
    outcomeOpen: answer.status >= 500,
  };
}

function codeOf(status: number, subject: PondSubject, isJson: boolean): DeviceErrorCode {
  if (status >= 500) return 'carrier.unavailable';
  switch (status) {
    case 401:
      return 'carrier.login_refused';
    case 403:
      return 'carrier.forbidden';
    case 404:
      if (!isJson) return 'provider.settings_invalid';
      return subject === 'sim' ? 'carrier.device_not_found' : 'carrier.rejected';
    case 408:
      return 'carrier.timeout';
    case 429:
      return 'carrier.rate_limited';
    default:
      return status < 400 ? 'provider.settings_invalid' : 'carrier.rejected';
  }
}

import { z } from 'zod';
import type { DeviceErrorCode } from '../../domain/error-code.ts';
import type { OutsideAnswer } from '../outside-answer.ts';
import { saidInShort, type Refusal } from '../refusal.ts';

const errorBody = z.object({ errorMessage: z.string().optional(), errorCode: z.string().optional() });

/**
 * What a Jasper answer other than 2xx means. Goes by the HTTP status and the range of `errorCode` only (1… and 2… are
 * the caller's faults, 3… the server's), since the single codes are not all published and may differ per operator.
 */
export function classifyJasperAnswer(answer: Pick<OutsideAnswer, 'status' | 'body'>): Refusal {
  const body = errorBody.safeParse(answer.body);
  const code = codeOf(answer.status, body.data?.errorCode ?? '', body.success);
  return {
    code,
    said: body.success
      ? saidInShort(`${body.data.errorMessage ?? ''} ${codeText(body.data.errorCode)}`)
      : null,
    outcomeOpen: code === 'carrier.unavailable',
  };
}

function codeOf(status: number, errorCode: string, isJson: boolean): DeviceErrorCode {
  if (status >= 500 || errorCode.startsWith('3')) return 'carrier.unavailable';
  switch (status) {
    case 401:
      return 'carrier.login_refused';
    case 403:
      return 'carrier.forbidden';
    case 404:
      // The console host answers HTML: the base URL is wrong, not the device.
      return isJson ? 'carrier.device_not_found' : 'provider.settings_invalid';
    case 408:
      return 'carrier.timeout';
    case 429:
      return 'carrier.rate_limited';
    default:
      return status < 400 ? 'provider.settings_invalid' : 'carrier.rejected';
  }
}

function codeText(errorCode: string | undefined): string {
  return errorCode === undefined ? '' : `(${errorCode})`;
}

import type { Answer } from '../frame/answer.ts';
import type { Call } from '../frame/call.ts';
import type { TelegenceAccount } from './account.ts';
import { telegenceError } from './telegence-error.ts';
import type { TelegenceState } from './telegence-state.ts';

const usualPageSize = 200;

/** `GET` of the device list: pages by header, numbered from 1; cancelled lines are not listed. */
export function listDevices(state: TelegenceState, account: TelegenceAccount, { headers }: Call): Answer {
  const largest = state.frame.limitsOf(account.account).pageSize;
  const page = readNumber(headers['current-page'], 1);
  const size = readNumber(headers['page-size'], Math.min(usualPageSize, largest ?? usualPageSize));
  if (page === null || size === null) {
    return telegenceError(400, 'current-page and page-size must be whole numbers from 1 on');
  }
  if (largest !== null && size > largest) {
    return telegenceError(400, `page-size must not exceed ${largest}`);
  }
  const lines = [...state.lines.values()].filter(
    (line) => line.account === account.account && line.status !== 'C',
  );
  const json = lines.slice((page - 1) * size, page * size).map((line) => ({
    foundationAccountNumber: account.foundationAccountNumber,
    billingAccountNumber: line.billingAccountNumber,
    subscriberNumber: line.subscriberNumber,
    subscriberNumberStatus: line.status,
  }));
  const answered = {
    'page-total': String(Math.max(1, Math.ceil(lines.length / size))),
    'refresh-timestamp': state.frame.clock.iso(),
  };
  return { status: 200, json, headers: answered };
}

function readNumber(text: string | string[] | undefined, otherwise: number): number | null {
  if (text === undefined) return otherwise;
  return typeof text === 'string' && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}

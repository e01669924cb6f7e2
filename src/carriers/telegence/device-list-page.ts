import type { OutsideCall } from '../../platform/exchange.ts';
import type { HttpAnswer } from '../../platform/http-client.ts';
import { CarrierError } from '../carrier-error.ts';
import { sendOutside } from '../outside-request.ts';
import type { OutsideSystem } from '../outside-system.ts';
import { devicePage } from './answer.ts';
import { classifyTelegenceAnswer } from './error.ts';
import type { TelegenceOptions } from './telegence-options.ts';
import { urlAt } from './telegence-system.ts';

/** A page of the numbers of the account's lines that are not cancelled. */
export interface NumbersPage {
  readonly numbers: readonly string[];
  readonly isLast: boolean;
}

/** As the log names a page of it. */
export const LIST_DEVICES = 'List Devices';

/**
 * Reads a page, from 1 on. The list is paged by headers, and only a header of the answer tells how many pages there are.
 * Throws CarrierError, also when a page before the last one is empty.
 */
export function createNumbersPages(
  options: TelegenceOptions,
  system: OutsideSystem,
  pageSize: number,
): (page: number, call: OutsideCall) => Promise<NumbersPage> {
  const request = {
    operation: LIST_DEVICES,
    method: 'GET',
    url: urlAt(options, options.settings.paths.devices),
    write: false,
    answer: devicePage,
    classify: (answer: HttpAnswer & { readonly body: unknown }) => classifyTelegenceAnswer('account', answer),
  } as const;

  return async (page, call) => {
    let pages: number | null = null;
    const headers = { ...system.headers, 'current-page': String(page), 'page-size': String(pageSize) };
    const http = {
      send: async (sending: Parameters<typeof system.http.send>[0]) => {
        const answer = await system.http.send(sending);
        pages = pagesOf(answer);
        return answer;
      },
      close: () => system.http.close(),
    };
    const devices = await sendOutside({ ...system, headers, http }, request, call);
    const last = pages ?? (devices.length < pageSize ? page : Number.POSITIVE_INFINITY);
    if (page < last && devices.length === 0) throw endedEarly(page, last);
    return { numbers: devices.map(({ subscriberNumber }) => subscriberNumber), isLast: page >= last };
  };
}

function pagesOf({ headers }: HttpAnswer): number | null {
  const total = headers['page-total'] ?? '';
  return /^\d{1,9}$/.test(total) ? Number(total) : null;
}

/** What is overlooked here would be activated a second time, or taken to be gone. */
function endedEarly(page: number, last: number): CarrierError {
  return new CarrierError({
    code: 'carrier.answer_unreadable',
    message: `Page ${String(page)} of ${String(last)} of Telegence’s list of devices was empty.`,
    mayHaveApplied: false,
  });
}

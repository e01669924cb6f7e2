import type { OutsideCall } from '../../platform/exchange.ts';
import type { HttpAnswer } from '../../platform/http-client.ts';
import { CarrierError } from '../carrier-error.ts';
import { sendOutside } from '../outside-request.ts';
import type { OutsideSystem } from '../outside-system.ts';
import { devicePage } from './answer.ts';
import { classifyTelegenceAnswer } from './error.ts';
import type { TelegenceOptions } from './telegence-options.ts';
import { urlAt } from './telegence-system.ts';

/** The numbers of the account's lines that are not cancelled; stops soon after `most`. Throws CarrierError. */
export type DeviceList = (call: OutsideCall, most: number) => Promise<readonly string[]>;

/** As the log names a page of it. */
export const LIST_DEVICES = 'List Devices';

const PAGE_SIZE = 200;

/** The list is paged by headers, and only a header of the answer tells how many pages there are. */
export function createDeviceList(options: TelegenceOptions, system: OutsideSystem): DeviceList {
  const request = {
    operation: LIST_DEVICES,
    method: 'GET',
    url: urlAt(options, options.settings.paths.devices),
    write: false,
    answer: devicePage,
    classify: (answer: HttpAnswer & { readonly body: unknown }) => classifyTelegenceAnswer('account', answer),
  } as const;

  async function readPage(page: number, call: OutsideCall) {
    let pages: number | null = null;
    const headers = { ...system.headers, 'current-page': String(page), 'page-size': String(PAGE_SIZE) };
    const http = {
      send: async (sending: Parameters<typeof system.http.send>[0]) => {
        const answer = await system.http.send(sending);
        pages = pagesOf(answer);
        return answer;
      },
      close: () => system.http.close(),
    };
    const devices = await sendOutside({ ...system, headers, http }, request, call);
    return { numbers: devices.map(({ subscriberNumber }) => subscriberNumber), pages: () => pages };
  }

  return async (call, most) => {
    const found: string[] = [];
    for (let page = 1; found.length <= most; page += 1) {
      const { numbers, pages } = await readPage(page, call);
      found.push(...numbers);
      const last = pages() ?? (numbers.length < PAGE_SIZE ? page : Number.POSITIVE_INFINITY);
      if (page >= last) return found;
      if (numbers.length === 0) throw endedEarly(page, last);
    }
    return found;
  };
}

function pagesOf({ headers }: HttpAnswer): number | null {
  const total = headers['page-total'] ?? '';
  return /^\d{1,9}$/.test(total) ? Number(total) : null;
}

/** What is overlooked here would be activated a second time. */
function endedEarly(page: number, last: number): CarrierError {
  return new CarrierError({
    code: 'carrier.answer_unreadable',
    message: `Page ${String(page)} of ${String(last)} of Telegence’s list of devices was empty.`,
    mayHaveApplied: false,
  });
}

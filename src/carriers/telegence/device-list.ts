import type { OutsideCall } from '../../platform/exchange.ts';
import type { OutsideSystem } from '../outside-system.ts';
import { createNumbersPages } from './device-list-page.ts';
import type { TelegenceOptions } from './telegence-options.ts';

/** The numbers of the account's lines that are not cancelled; stops soon after `most`. Throws CarrierError. */
export type DeviceList = (call: OutsideCall, most: number) => Promise<readonly string[]>;

const PAGE_SIZE = 200;

export function createDeviceList(options: TelegenceOptions, system: OutsideSystem): DeviceList {
  const readPage = createNumbersPages(options, system, PAGE_SIZE);
  return async (call, most) => {
    const found: string[] = [];
    for (let page = 1; found.length <= most; page += 1) {
      const { numbers, isLast } = await readPage(page, call);
      found.push(...numbers);
      if (isLast) return found;
    }
    return found;
  };
}

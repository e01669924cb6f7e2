import type { DeviceErrorCode } from '../domain/error-code.ts';
import { CarrierError } from './carrier-error.ts';

export interface Page<T> {
  readonly total: number;
  readonly elements: readonly T[];
}

/** Nothing about a single device is that long, but a loop needs an end. */
const MAX_PAGES = 100;

/**
 * Reads pages to the total they name. Throws CarrierError with code `unreadable` when they end before it: what is
 * overlooked here would be made a second time and charged twice.
 */
export async function readAllPages<T>(
  list: { readonly what: string; readonly unreadable: DeviceErrorCode },
  readPage: (position: { readonly page: number; readonly offset: number }) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const found: T[] = [];
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { total, elements } = await readPage({ page, offset: found.length });
    found.push(...elements);
    if (found.length >= total) return found;
    if (elements.length === 0) break;
  }
  throw new CarrierError({
    code: list.unreadable,
    message: `The list of ${list.what} ended after ${String(found.length)} entries, before its own total.`,
    mayHaveApplied: false,
  });
}

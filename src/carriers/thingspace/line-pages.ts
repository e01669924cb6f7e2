import { CarrierError } from '../carrier-error.ts';
import type { LineAnswer } from './answer.ts';

/** Lines of a list, and whether there are more behind them. */
export interface LinePage {
  readonly hasMoreData: boolean;
  readonly devices: readonly LineAnswer[];
}

/** The most the carrier gives at once. */
export const LINES_A_PAGE = 500;

/**
 * Where the list goes on behind a page: behind the largest of the carrier's own numbers in it; null behind the last page.
 * Throws CarrierError `carrier.answer_unreadable` when there is more to come and no number to go on from.
 */
export function nextLinesAfter(
  { hasMoreData, devices }: LinePage,
  largestSeen: string | null,
): string | null {
  if (!hasMoreData) return null;
  const next = largestNumberOf(devices);
  if (next === null || next === largestSeen) throw endless();
  return next;
}

/** As text: the numbers have 64 bits. */
function largestNumberOf(devices: readonly LineAnswer[]): string | null {
  const numbers = devices.flatMap(({ extendedAttributes }) => {
    const value = extendedAttributes.find(({ key }) => key.toLowerCase() === 'deviceid')?.value ?? '';
    return /^\d{1,19}$/.test(value) ? [BigInt(value)] : [];
  });
  return numbers.length === 0 ? null : String(numbers.reduce((most, each) => (each > most ? each : most)));
}

function endless(): CarrierError {
  return new CarrierError({
    code: 'carrier.answer_unreadable',
    message: 'ThingSpace says that it has more lines, and not from where its list goes on.',
    mayHaveApplied: false,
  });
}

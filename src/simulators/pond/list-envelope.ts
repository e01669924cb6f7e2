import type { Answer } from '../frame/answer.ts';
import { pondError } from './pond-error.ts';

const defaultCount = 10;

/** Cuts a list to `offset` and `count` and puts it into POND's envelope. */
export function listEnvelope(
  elements: readonly unknown[],
  query: URLSearchParams,
  largest: number | null,
): Answer {
  const offset = readNumber(query.get('offset'), 0);
  const count = readNumber(query.get('count'), defaultCount);
  if (offset === null || count === null) return pondError(400, 'offset and count must be whole numbers');
  if (largest !== null && count > largest) return pondError(400, `count must not exceed ${largest}`);
  const page = elements.slice(offset, offset + count);
  return { status: 200, json: { total: elements.length, offset, count: page.length, elements: page } };
}

function readNumber(text: string | null, otherwise: number): number | null {
  if (text === null || text === '') return otherwise;
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

import { expect, it } from 'vitest';
import { waitAskedFor } from '../../src/carriers/retry-after.ts';

const now = Date.parse('2026-01-05T10:00:00Z');

it.each([
  { status: 429, header: '2', wait: 2_000 },
  { status: 503, header: '2', wait: 2_000 },
  { status: 429, header: '0', wait: 0 },
  { status: 429, header: 'Mon, 05 Jan 2026 10:00:07 GMT', wait: 7_000 },
  { status: 429, header: 'Mon, 05 Jan 2026 09:00:00 GMT', wait: 0 },
  { status: 429, header: '999999', wait: 3_600_000 },
  { status: 429, header: 'soon', wait: undefined },
  { status: 429, header: '', wait: undefined },
  { status: 500, header: '2', wait: undefined },
])('HTTP $status with Retry-After "$header" asks for $wait ms', ({ status, header, wait }) => {
  expect(waitAskedFor({ status, headers: { 'retry-after': header } }, now)).toBe(wait);
});

it('asks for nothing without the header', () => {
  expect(waitAskedFor({ status: 429, headers: {} }, now)).toBeUndefined();
});

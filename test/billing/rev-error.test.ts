import { expect, it } from 'vitest';
import { classifyRevAnswer } from '../../src/billing/error.ts';
import { waitInSentence } from '../../src/billing/wait-in-sentence.ts';

const json = { code: 'some_code', message: 'Said so.' };
const html = undefined;

it.each([
  { status: 400, body: json, code: 'billing.rejected', outcomeOpen: false },
  { status: 401, body: json, code: 'billing.login_refused', outcomeOpen: false },
  { status: 403, body: json, code: 'billing.login_refused', outcomeOpen: false },
  { status: 404, body: json, code: 'billing.rejected', outcomeOpen: false },
  { status: 404, body: html, code: 'billing.connection_missing', outcomeOpen: false },
  { status: 307, body: html, code: 'billing.connection_missing', outcomeOpen: false },
  { status: 408, body: html, code: 'billing.unavailable', outcomeOpen: false },
  { status: 429, body: json, code: 'billing.rate_limited', outcomeOpen: false },
  { status: 500, body: json, code: 'billing.unavailable', outcomeOpen: true },
  { status: 502, body: html, code: 'billing.unavailable', outcomeOpen: true },
] as const)('reads HTTP $status as $code', ({ status, body, code, outcomeOpen }) => {
  expect(classifyRevAnswer({ status, body })).toMatchObject({ code, outcomeOpen });
});

it.each([
  ['Rate limit exceeded. Try again in 3 seconds.', 3_000],
  ['Try again in 1 second', 1_000],
  ['wait 250 ms', 250],
  ['Retry after 2 minutes.', 120_000],
  ['Retry in 1.5s', 1_500],
  ['Try again in 90000 seconds.', 3_600_000],
  ['Error 429: slow down.', undefined],
  ['', undefined],
])('takes the wait out of "%s"', (sentence, milliseconds) => {
  expect(waitInSentence(sentence)).toBe(milliseconds);
});

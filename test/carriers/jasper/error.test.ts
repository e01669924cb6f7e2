import { expect, it } from 'vitest';
import { classifyJasperAnswer } from '../../../src/carriers/jasper/error.ts';

const json = (errorCode?: string) => ({
  errorMessage: 'Said so.',
  ...(errorCode === undefined ? {} : { errorCode }),
});
const html = undefined;

it.each([
  { status: 400, body: json('10000028'), code: 'carrier.rejected', outcomeOpen: false },
  { status: 400, body: json('20000099'), code: 'carrier.rejected', outcomeOpen: false },
  { status: 400, body: json(), code: 'carrier.rejected', outcomeOpen: false },
  { status: 400, body: html, code: 'carrier.rejected', outcomeOpen: false },
  { status: 400, body: json('30000001'), code: 'carrier.unavailable', outcomeOpen: true },
  { status: 401, body: json('10000001'), code: 'carrier.login_refused', outcomeOpen: false },
  { status: 401, body: json(), code: 'carrier.login_refused', outcomeOpen: false },
  { status: 403, body: json(), code: 'carrier.forbidden', outcomeOpen: false },
  { status: 404, body: json('20000001'), code: 'carrier.device_not_found', outcomeOpen: false },
  { status: 404, body: html, code: 'provider.settings_invalid', outcomeOpen: false },
  { status: 302, body: html, code: 'provider.settings_invalid', outcomeOpen: false },
  { status: 408, body: html, code: 'carrier.timeout', outcomeOpen: false },
  { status: 429, body: json(), code: 'carrier.rate_limited', outcomeOpen: false },
  { status: 500, body: json('30000001'), code: 'carrier.unavailable', outcomeOpen: true },
  { status: 500, body: json('10000028'), code: 'carrier.unavailable', outcomeOpen: true },
  { status: 502, body: html, code: 'carrier.unavailable', outcomeOpen: true },
] as const)('reads HTTP $status with $body.errorCode as $code', ({ status, body, code, outcomeOpen }) => {
  expect(classifyJasperAnswer({ status, body })).toMatchObject({ code, outcomeOpen });
});

it('hands on the carrier’s words with its code', () => {
  expect(classifyJasperAnswer({ status: 400, body: json('10000028') }).said).toBe('Said so. (10000028)');
  expect(classifyJasperAnswer({ status: 502, body: html }).said).toBeNull();
});

import { expect, it } from 'vitest';
import { classifyPondAnswer } from '../../../src/carriers/pond/error.ts';

const json = { status: 400, code: 1234, message: 'Said so.' };
const html = '<html><body>Bad gateway</body></html>';

it.each([
  { subject: 'sim', status: 400, body: json, code: 'carrier.rejected', outcomeOpen: false },
  { subject: 'sim', status: 401, body: json, code: 'carrier.login_refused', outcomeOpen: false },
  { subject: 'sim', status: 403, body: json, code: 'carrier.forbidden', outcomeOpen: false },
  { subject: 'sim', status: 404, body: json, code: 'carrier.device_not_found', outcomeOpen: false },
  { subject: 'package', status: 404, body: json, code: 'carrier.rejected', outcomeOpen: false },
  { subject: 'sim', status: 404, body: html, code: 'provider.settings_invalid', outcomeOpen: false },
  { subject: 'sim', status: 301, body: html, code: 'provider.settings_invalid', outcomeOpen: false },
  { subject: 'sim', status: 408, body: html, code: 'carrier.timeout', outcomeOpen: false },
  { subject: 'sim', status: 409, body: json, code: 'carrier.rejected', outcomeOpen: false },
  { subject: 'sim', status: 429, body: html, code: 'carrier.rate_limited', outcomeOpen: false },
  { subject: 'sim', status: 500, body: json, code: 'carrier.unavailable', outcomeOpen: true },
  { subject: 'package', status: 502, body: html, code: 'carrier.unavailable', outcomeOpen: true },
] as const)(
  'reads HTTP $status about a $subject as $code',
  ({ subject, status, body, code, outcomeOpen }) => {
    expect(classifyPondAnswer(subject, { status, body })).toMatchObject({ code, outcomeOpen });
  },
);

it('hands on the carrier’s words with its code', () => {
  expect(classifyPondAnswer('sim', { status: 400, body: json }).said).toBe('Said so., code 1234');
  expect(classifyPondAnswer('sim', { status: 502, body: html }).said).toBeNull();
});

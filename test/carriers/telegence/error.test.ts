import { expect, it } from 'vitest';
import { classifyTelegenceAnswer } from '../../../src/carriers/telegence/error.ts';

const json = { errorDescription: 'Said so.' };
const text = 'no healthy upstream';

it.each([
  { subject: 'line', status: 400, body: json, code: 'carrier.rejected', outcomeOpen: false },
  { subject: 'line', status: 401, body: json, code: 'carrier.login_refused', outcomeOpen: false },
  { subject: 'line', status: 401, body: text, code: 'carrier.login_refused', outcomeOpen: false },
  { subject: 'line', status: 403, body: json, code: 'carrier.forbidden', outcomeOpen: false },
  { subject: 'line', status: 404, body: json, code: 'carrier.device_not_found', outcomeOpen: false },
  { subject: 'batch', status: 404, body: json, code: 'carrier.rejected', outcomeOpen: false },
  { subject: 'account', status: 404, body: json, code: 'provider.settings_invalid', outcomeOpen: false },
  { subject: 'line', status: 404, body: text, code: 'carrier.answer_unreadable', outcomeOpen: true },
  { subject: 'account', status: 400, body: text, code: 'carrier.answer_unreadable', outcomeOpen: true },
  { subject: 'line', status: 408, body: undefined, code: 'carrier.timeout', outcomeOpen: false },
  { subject: 'line', status: 429, body: json, code: 'carrier.rate_limited', outcomeOpen: false },
  { subject: 'line', status: 302, body: undefined, code: 'provider.settings_invalid', outcomeOpen: false },
  { subject: 'line', status: 500, body: json, code: 'carrier.unavailable', outcomeOpen: true },
  { subject: 'account', status: 502, body: text, code: 'carrier.unavailable', outcomeOpen: true },
] as const)('reads HTTP $status of a $subject with $body as $code', ({ subject, status, body, ...meant }) => {
  expect(classifyTelegenceAnswer(subject, { status, body })).toMatchObject(meant);
});

it.each([
  [{ errorDescription: 'A' }, 'A'],
  [{ responseMessage: 'B' }, 'B'],
  [{ id: '1', description: 'C' }, 'C'],
  ['a gateway’s\n text', 'a gateway’s text'],
  [undefined, null],
])('hands on the words of %j', (body, said) => {
  expect(classifyTelegenceAnswer('account', { status: 400, body }).said).toBe(said);
});

it('tells a device that needs an eSIM from an unknown line', () => {
  const body = { id: 'f00d', description: '/service/' };

  expect(classifyTelegenceAnswer('line', { status: 404, body })).toEqual({
    code: 'telegence.needs_esim',
    said: 'the device needs an eSIM',
    outcomeOpen: false,
  });
});

import { expect, it } from 'vitest';
import { parseBillingCredentials } from '../../src/platform/billing-credentials.ts';
import { parseCredentials } from '../../src/platform/provider-credentials.ts';
import { parseProviderSettings } from '../../src/platform/provider-settings.ts';

it('completes silent settings with what each carrier permits', () => {
  expect(parseProviderSettings('JASPER', {})).toEqual({
    ok: true,
    value: { requestsPerSecond: 5, maxConcurrentRequests: 1, requestTimeoutMs: 30_000 },
  });
  expect(parseProviderSettings('POND', { distributorId: 77 })).toEqual({
    ok: true,
    value: {
      requestsPerSecond: null,
      maxConcurrentRequests: 10,
      requestTimeoutMs: 30_000,
      packageChangeOrder: 'terminate_first',
      distributorId: 77,
      apiKeyHeader: 'x-api-key',
    },
  });
});

it('points at every fault of settings at once', () => {
  const parsed = parseProviderSettings('POND', { requestTimeoutMs: 1, apiKeyHeader: 'a b', colour: 'red' });

  expect(parsed.ok).toBe(false);
  expect(parsed.ok ? [] : parsed.faults.map(({ pointer }) => pointer).toSorted()).toEqual([
    '/apiKeyHeader',
    '/colour',
    '/distributorId',
    '/requestTimeoutMs',
  ]);
});

it('does not take another carrier’s settings', () => {
  expect(parseProviderSettings('JASPER', { distributorId: 77 }).ok).toBe(false);
});

it.each([
  { document: { username: 'acme-api', apiKey: 'acme-key' }, ok: true },
  { document: { username: 'acme:api', apiKey: 'acme-key' }, ok: false },
  { document: { username: 'acme-api', apiKey: 'line\nbreak' }, ok: false },
  { document: { username: 'acme-api', apiKey: '' }, ok: false },
  { document: { username: 'acme-api' }, ok: false },
  { document: null, ok: false },
])('takes Jasper credentials only when they fit a header: $document', ({ document, ok }) => {
  expect(parseCredentials('JASPER', document).ok).toBe(ok);
});

it('never repeats a secret in a fault', () => {
  const faults = [
    parseCredentials('POND', { apiKey: 'top\nsecret', extra: 'top secret' }),
    parseBillingCredentials({ username: 'top:secret', password: 'top\tsecret' }),
  ];

  expect(faults.map(({ ok }) => ok)).toEqual([false, false]);
  expect(JSON.stringify(faults)).not.toMatch(/top|secret/);
});

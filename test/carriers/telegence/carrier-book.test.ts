import { expect, it } from 'vitest';
import { UNLIMITED } from '../../../src/carriers/request-budget.ts';
import { createTelegenceBook } from '../../../src/carriers/telegence/carrier-book.ts';
import { telegenceSettings } from '../../../src/platform/telegence-settings.ts';
import { testHttpClient } from '../test-http-client.ts';

const account = (appSecret: string) => ({
  baseUrl: 'http://127.0.0.1:1',
  credentials: { appId: 'acme-id', appSecret },
  settings: telegenceSettings.parse({ billingAccountNumber: 'ban-acme' }),
  budget: UNLIMITED,
});

it('gives everyone who asks for a provider the same client until its account is set anew', () => {
  const http = testHttpClient();
  const telegenceFor = createTelegenceBook();

  const first = telegenceFor('provider-1', { ...account('one'), http });

  expect(telegenceFor('provider-1', { ...account('one'), http })).toBe(first);
  expect(telegenceFor('provider-2', { ...account('one'), http })).not.toBe(first);
  expect(telegenceFor('provider-1', { ...account('two'), http })).not.toBe(first);
});

import { expect, it } from 'vitest';
import { lineNamed, sendableDevices } from '../../../src/carriers/thingspace/device-list.ts';
import { createThingspaceRequests } from '../../../src/carriers/thingspace/requests.ts';
import { SUSPENSION } from '../../../src/carriers/thingspace/line-action.ts';
import { UNLIMITED } from '../../../src/carriers/request-budget.ts';
import { carrierErrorOf } from '../carrier-error-of.ts';
import { recordedCall } from '../recorded-call.ts';
import { testHttpClient } from '../test-http-client.ts';
import { countingQuota, sessionsInMemory } from './thingspace-at-sandbox.ts';

it('refuses an empty list, which the carrier would take for the whole account', () => {
  expect(() => sendableDevices([])).toThrow('was not sent');
});

it('refuses a line without an identifier', () => {
  expect(() => sendableDevices([lineNamed('')])).toThrow('was not sent');
});

it('lets no empty list through to the network, even past the type', async () => {
  const requests = createThingspaceRequests({
    baseUrl: 'https://carrier.invalid/api',
    accountName: '0000123456-00001',
    credentials: { appKey: 'a', appSecret: 'b', username: 'c', password: 'd' },
    http: testHttpClient(),
    budget: UNLIMITED,
    sessions: sessionsInMemory(),
    quota: countingQuota(),
    planQuota: countingQuota(),
  });
  const call = recordedCall();

  const error = await carrierErrorOf(requests.act(SUSPENSION, [] as never, call));

  expect(error).toMatchObject({ code: 'system.unexpected', mayHaveApplied: false });
  expect(call.exchanges).toEqual([]);
});

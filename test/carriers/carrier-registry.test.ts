import { expect, it } from 'vitest';
import { CarrierError } from '../../src/carriers/carrier-error.ts';
import { createCarrierRegistry, type ProviderAccess } from '../../src/carriers/carrier-registry.ts';
import { createTelegenceBook } from '../../src/carriers/telegence/carrier-book.ts';
import { UNLIMITED, type BudgetLimits } from '../../src/carriers/request-budget.ts';
import { iccid, jasperSandbox, pondSandbox } from '../simulators/running-simulators.ts';
import { recordedCall } from './recorded-call.ts';
import { sessionsInMemory } from './thingspace/thingspace-at-sandbox.ts';
import { testHttpClient } from './test-http-client.ts';

function registry(limits: BudgetLimits[] = []) {
  return createCarrierRegistry({
    http: testHttpClient(),
    budgetFor: (_id, wanted) => {
      limits.push(wanted);
      return UNLIMITED;
    },
    thingspace: {
      sessionsOf: () => sessionsInMemory(),
      lineActionsOf: () => ({ take: () => Promise.resolve(true), giveBack: () => Promise.resolve() }),
    },
    telegenceFor: createTelegenceBook(),
  });
}

const jasper: ProviderAccess = {
  id: '0190a000-0000-7000-8000-000000000002',
  integration: 'JASPER',
  baseUrl: 'https://carrier.invalid/rws/api/v1',
  settings: {},
  credentials: { username: 'acme-api', apiKey: 'acme-key' },
};

it('makes a Jasper client with the carrier’s own limits', async () => {
  const sandbox = await jasperSandbox();
  const limits: BudgetLimits[] = [];

  const { carrier } = registry(limits).forProvider({
    ...jasper,
    baseUrl: `${sandbox.simulator.url}/rws/api/v1`,
  });

  expect(await carrier.readDevice(iccid(1), recordedCall())).toMatchObject({ status: 'active' });
  expect(limits).toMatchObject([{ requestsPerSecond: 5, maxConcurrentRequests: 1 }]);
});

it('makes a POND client for the distributor of its settings', async () => {
  const sandbox = await pondSandbox();

  const { carrier, settings } = registry().forProvider({
    ...jasper,
    integration: 'POND',
    baseUrl: `${sandbox.simulator.url}/ds/u/distributorPPUService/v1`,
    settings: { distributorId: 77 },
    credentials: { apiKey: 'key-77' },
  });

  expect(await carrier.readDevice(iccid(1), recordedCall())).toMatchObject({ status: 'active' });
  expect(settings).toMatchObject({ packageChangeOrder: 'terminate_first' });
});

it.each([
  { flaw: { credentials: null }, code: 'provider.credentials_missing' },
  {
    flaw: { credentials: { username: 'acme-api', key: 'wrong field' } },
    code: 'provider.credentials_missing',
  },
  { flaw: { settings: { requestsPerSecond: 0 } }, code: 'provider.settings_invalid' },
  { flaw: { baseUrl: 'carrier.invalid' }, code: 'provider.settings_invalid' },
])('refuses a provider with $flaw', ({ flaw, code }) => {
  expect(() => registry().forProvider({ ...jasper, ...flaw })).toThrow(
    expect.objectContaining({ constructor: CarrierError, code, errorClass: 'BUSINESS' }),
  );
});

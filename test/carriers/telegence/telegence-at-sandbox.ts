import { UNLIMITED, type RequestBudget } from '../../../src/carriers/request-budget.ts';
import { createTelegenceCarrier } from '../../../src/carriers/telegence/client.ts';
import { telegenceSettings } from '../../../src/platform/telegence-settings.ts';
import type { ActivationOrder, TelegenceCarrier } from '../../../src/carriers/telegence/telegence-port.ts';
import { iccid, type Sandbox } from '../../simulators/running-simulators.ts';
import { TIMEOUT_MS } from '../outside-faults.ts';
import { testHttpClient } from '../test-http-client.ts';

/** The client of the sandbox's first account. */
export function telegenceAt(
  sandbox: Sandbox,
  more: Readonly<Record<string, unknown>> = {},
  budget: RequestBudget = UNLIMITED,
): TelegenceCarrier {
  return createTelegenceCarrier({
    baseUrl: sandbox.simulator.url,
    credentials: { appId: 'acme-id', appSecret: 'acme-secret' },
    settings: telegenceSettings.parse({
      billingAccountNumber: 'ban-acme',
      gatherMs: 0,
      ...more,
    }),
    http: testHttpClient(),
    budget,
    timeoutMs: TIMEOUT_MS,
  });
}

/** The activation of SIM `at`, as the account permits it. */
export const activationOf = (at: number): ActivationOrder => ({
  iccid: iccid(at),
  imei: '350000000000014',
  singleUserCode: 'SMALL',
  serviceZipCode: '75001',
  features: ['DEMOSOC'],
  contact: { firstName: 'Ada', lastName: 'Park' },
});

/** How often an operation was asked for. */
export async function timesOf(sandbox: Sandbox, operation: string): Promise<number> {
  return (await sandbox.requests()).filter((request) => request['operation'] === operation).length;
}

import type { BillingPort } from '../../src/billing/billing-port.ts';
import { createRevBilling } from '../../src/billing/rev-client.ts';
import { UNLIMITED, type RequestBudget } from '../../src/carriers/request-budget.ts';
import { TIMEOUT_MS } from '../carriers/outside-faults.ts';
import { testHttpClient } from '../carriers/test-http-client.ts';
import type { Sandbox } from '../simulators/running-simulators.ts';

/** The client of the sandbox's first tenant. */
export function revAt(sandbox: Sandbox, budget: RequestBudget = UNLIMITED): BillingPort {
  return createRevBilling({
    baseUrl: `${sandbox.simulator.url}/v1`,
    credentials: { username: 'acme-billing', password: 'acme-secret' },
    http: testHttpClient(),
    budget,
    timeoutMs: TIMEOUT_MS,
  });
}

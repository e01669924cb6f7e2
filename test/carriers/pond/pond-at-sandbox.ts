import type { PondCarrier } from '../../../src/carriers/carrier-port.ts';
import { createPondCarrier } from '../../../src/carriers/pond/client.ts';
import { UNLIMITED, type RequestBudget } from '../../../src/carriers/request-budget.ts';
import type { Sandbox } from '../../simulators/running-simulators.ts';
import { TIMEOUT_MS } from '../outside-faults.ts';
import { testHttpClient } from '../test-http-client.ts';

/** The client of the sandbox's first distributor. */
export function pondAt(sandbox: Sandbox, budget: RequestBudget = UNLIMITED): PondCarrier {
  return createPondCarrier({
    baseUrl: `${sandbox.simulator.url}/ds/u/distributorPPUService/v1/`,
    distributorId: 77,
    credentials: { apiKey: 'key-77' },
    http: testHttpClient(),
    budget,
    timeoutMs: TIMEOUT_MS,
  });
}

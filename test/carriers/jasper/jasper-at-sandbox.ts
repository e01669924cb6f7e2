import { UNLIMITED, type RequestBudget } from '../../../src/carriers/request-budget.ts';
import type { JasperCarrier } from '../../../src/carriers/carrier-port.ts';
import { createJasperCarrier } from '../../../src/carriers/jasper/client.ts';
import type { Sandbox } from '../../simulators/running-simulators.ts';
import { TIMEOUT_MS } from '../outside-faults.ts';
import { testHttpClient } from '../test-http-client.ts';

/** The client of the sandbox's first account. */
export function jasperAt(
  sandbox: Sandbox,
  budget: RequestBudget = UNLIMITED,
  apiKey = 'acme-key',
): JasperCarrier {
  return createJasperCarrier({
    baseUrl: `${sandbox.simulator.url}/rws/api/v1`,
    credentials: { username: 'acme-api', apiKey },
    http: testHttpClient(),
    budget,
    timeoutMs: TIMEOUT_MS,
  });
}

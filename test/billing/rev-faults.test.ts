import { describe } from 'vitest';
import { CARRIER_CODES, itSurvivesEveryFault } from '../carriers/outside-faults.ts';
import { recordedCall } from '../carriers/recorded-call.ts';
import { revioSandbox } from '../simulators/running-simulators.ts';
import { revAt } from './rev-at-sandbox.ts';
import { SERVICE_ORDER } from './service-order.ts';

const codes = {
  ...CARRIER_CODES,
  rejected: 'billing.rejected',
  'login refused': 'billing.login_refused',
  forbidden: 'billing.login_refused',
  'not found': 'billing.rejected',
  'rate limited': 'billing.rate_limited',
  unavailable: 'billing.unavailable',
  timeout: 'billing.unavailable',
} as const;

describe('Create Service', () => {
  itSurvivesEveryFault({
    operation: 'createService',
    write: true,
    codes,
    async prepare() {
      const sandbox = await revioSandbox();
      const billing = revAt(sandbox);
      return { sandbox, run: (call) => billing.ensureService(SERVICE_ORDER, call) };
    },
  });
});

describe('Create Product', () => {
  itSurvivesEveryFault({
    operation: 'createProduct',
    write: true,
    codes: { ...codes, rejected: 'billing.half_applied', 'not found': 'billing.half_applied' },
    async prepare() {
      const sandbox = await revioSandbox();
      const { externalId, billing } = await withLine(sandbox);
      return {
        sandbox,
        run: (call) => billing.ensureProducts(externalId, [{ productId: '31', rate: 4 }], call),
      };
    },
  });
});

describe('List Products', () => {
  itSurvivesEveryFault({
    operation: 'listProducts',
    write: false,
    codes,
    async prepare() {
      const sandbox = await revioSandbox();
      const { externalId, billing } = await withLine(sandbox);
      return { sandbox, run: (call) => billing.ensureProducts(externalId, [], call) };
    },
  });
});

/** A line that is part of the state rather than an effect. */
async function withLine(sandbox: Awaited<ReturnType<typeof revioSandbox>>) {
  const { number, iccid, revCustomerId } = SERVICE_ORDER;
  await sandbox.admin('POST', 'devices', [{ account: 'acme', customerId: revCustomerId, number, iccid }]);
  const billing = revAt(sandbox);
  const { externalId } = await billing.ensureService(SERVICE_ORDER, recordedCall({ readFirst: true }));
  return { billing, externalId };
}

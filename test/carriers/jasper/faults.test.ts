import { describe } from 'vitest';
import { iccid, jasperSandbox } from '../../simulators/running-simulators.ts';
import { CARRIER_CODES, itSurvivesEveryFault } from '../outside-faults.ts';
import { jasperAt } from './jasper-at-sandbox.ts';
import { planNamed } from './plan-named.ts';

const codes = CARRIER_CODES;

describe('Set Status', () => {
  itSurvivesEveryFault({
    operation: 'editDevice',
    write: true,
    codes,
    async prepare() {
      const sandbox = await jasperSandbox();
      const carrier = jasperAt(sandbox);
      const change = {
        identifier: iccid(1),
        target: 'suspended',
        reasonCode: null,
      } as const;
      return { sandbox, run: (call) => carrier.changeStatus(change, call) };
    },
  });
});

describe('Change Rate Plan', () => {
  itSurvivesEveryFault({
    operation: 'editDevice',
    write: true,
    codes,
    async prepare() {
      const sandbox = await jasperSandbox();
      const carrier = jasperAt(sandbox);
      const change = { identifier: iccid(1), plan: planNamed('Large'), communicationPlan: null };
      return { sandbox, run: (call) => carrier.changeRatePlan(change, call) };
    },
  });
});

describe('Get Device', () => {
  itSurvivesEveryFault({
    operation: 'getDevice',
    write: false,
    codes,
    async prepare() {
      const sandbox = await jasperSandbox();
      const carrier = jasperAt(sandbox);
      return { sandbox, run: (call) => carrier.readDevice(iccid(1), call) };
    },
  });
});

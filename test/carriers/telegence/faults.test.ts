import { describe } from 'vitest';
import { number, telegenceSandbox } from '../../simulators/telegence-sandbox.ts';
import { CARRIER_CODES, itSurvivesEveryFault } from '../outside-faults.ts';

import { planCoded } from './plan-coded.ts';
import { telegenceAt } from './telegence-at-sandbox.ts';

const codes = CARRIER_CODES;

describe('Update Status', () => {
  itSurvivesEveryFault({
    operation: 'updateLine',
    write: true,
    codes,
    async prepare() {
      const sandbox = await telegenceSandbox();
      const carrier = telegenceAt(sandbox);
      const change = { identifier: number(1), target: 'suspended', reasonCode: 'CR' } as const;
      return { sandbox, run: (call) => carrier.changeStatus(change, call) };
    },
  });
});

describe('Change Rate Plan', () => {
  itSurvivesEveryFault({
    operation: 'updateLine',
    write: true,
    codes,
    async prepare() {
      const sandbox = await telegenceSandbox();
      const carrier = telegenceAt(sandbox);
      const change = { identifier: number(1), plan: planCoded('LARGE'), communicationPlan: null };
      return { sandbox, run: (call) => carrier.changeRatePlan(change, call) };
    },
  });
});

describe('Change Features', () => {
  itSurvivesEveryFault({
    operation: 'updateLine',
    write: true,
    codes,
    async prepare() {
      const sandbox = await telegenceSandbox();
      const carrier = telegenceAt(sandbox);
      const change = { identifier: number(1), add: ['DEMOSOC'], remove: [] };
      return { sandbox, run: (call) => carrier.changeFeatures(change, call) };
    },
  });
});

describe('Get Line', () => {
  itSurvivesEveryFault({
    operation: 'getLine',
    write: false,
    codes,
    async prepare() {
      const sandbox = await telegenceSandbox();
      const carrier = telegenceAt(sandbox);
      return { sandbox, run: (call) => carrier.readDevice(number(1), call) };
    },
  });
});

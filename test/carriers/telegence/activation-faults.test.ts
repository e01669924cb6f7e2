import { describe, expect } from 'vitest';
import type { TelegenceCarrier } from '../../../src/carriers/telegence/telegence-port.ts';
import { iccid, type Sandbox } from '../../simulators/running-simulators.ts';
import { number, telegenceSandbox } from '../../simulators/telegence-sandbox.ts';
import { CARRIER_CODES, itSurvivesEveryFault, type Subject } from '../outside-faults.ts';
import { recordedCall } from '../recorded-call.ts';
import { activationOf, telegenceAt } from './telegence-at-sandbox.ts';

/** For a joint request a 404 means that its path is wrong; for a question that there is no such batch. */
const codesOfPosts = { ...CARRIER_CODES, 'not found': 'provider.settings_invalid' } as const;
const codesOfPolls = { ...CARRIER_CODES, 'not found': 'carrier.rejected' } as const;

/** Work that is done as soon as it is asked for, so that effects can be counted at once. */
const limits = { '*': { processingMs: [0, 0] as [number, number] } };

async function subject(run: (carrier: TelegenceCarrier, sandbox: Sandbox) => Subject['run']) {
  const sandbox = await telegenceSandbox({ limits });
  return { sandbox, run: run(telegenceAt(sandbox), sandbox) };
}

describe('Activate', () => {
  itSurvivesEveryFault({
    operation: 'activate',
    write: true,
    codes: codesOfPosts,
    prepare: () => subject((carrier) => (call) => carrier.submitActivation(activationOf(4), call)),
  });
});

describe('Activation Status', () => {
  itSurvivesEveryFault({
    operation: 'activationStatus',
    write: false,
    codes: codesOfPolls,
    async prepare() {
      const sandbox = await telegenceSandbox();
      const carrier = telegenceAt(sandbox);
      const submitted = await carrier.submitActivation(activationOf(4), recordedCall());
      if (submitted.kind !== 'accepted') expect.fail('expected an accepted activation');
      const ticket = { batchId: submitted.batchId, iccid: iccid(4), repeated: false };
      return { sandbox, run: (call) => carrier.activationStatus(ticket, call) };
    },
  });
});

describe('Request Addresses', () => {
  itSurvivesEveryFault({
    operation: 'requestAddresses',
    write: false,
    codes: codesOfPosts,
    prepare: () => subject((carrier) => (call) => carrier.requestAddress('static', call)),
  });
});

describe('Submit Addresses', () => {
  const profile = { pdpName: 'static', accessPointName: '', lteIndicator: true, defaultApnIndicator: false };
  const order = { subscriberNumber: number(1), ipAddress: '10.9.0.1', profile, effectiveDate: '2026-01-05' };
  itSurvivesEveryFault({
    operation: 'submitAddresses',
    write: true,
    codes: codesOfPosts,
    prepare: () => subject((carrier) => (call) => carrier.submitAddress(order, call)),
  });
});

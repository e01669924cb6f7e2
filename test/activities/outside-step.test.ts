import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, it } from 'vitest';
import { outsideStep, type OutsideStepDeps } from '../../src/activities/outside-step.ts';
import type { KnownChange } from '../../src/activities/order-directory.ts';
import type { Claim } from '../../src/db/bulk/claim-device-changes.ts';

const INPUT = { bulkChangeId: 'change', deviceChangeId: 'device', first: true, repeat: false };

/** A row that is being worked on already, as the run after one that was cut off finds it. */
const CLAIM: Claim = {
  ...INPUT,
  serviceProviderId: 'provider',
  providerVersion: '1',
  writeEnabled: true,
  wasClaimed: true,
  reopened: false,
  inDoubt: false,
  identifier: '8901',
  iccid: '8901',
  msisdn: null,
  usageMb: 0,
  order: null,
  lastRequest: null,
  planRetired: false,
  facts: {
    archived: false,
    status: 'active',
    imei: null,
    simType: null,
    carrierRatePlan: null,
    communicationPlan: null,
    lastActivatedAt: null,
    customerId: null,
    siteId: null,
    accountNumber: null,
    customerRatePlanId: null,
    customerRatePoolId: null,
    dataAllocationMb: null,
    connectedAtCustomer: false,
    activeElsewhere: false,
  },
};

const CHANGE: KnownChange = {
  tenantId: 'tenant',
  serviceProviderId: 'provider',
  integration: 'JASPER',
  changeType: 'statusupdate',
  order: {
    changeType: 'statusupdate',
    targetStatus: 'suspended',
    reasonCode: null,
    activation: null,
    associate: null,
  },
  placeOfUse: null,
};

/** One attempt of a step: whether it was told to read first, and what it has left for the next one. */
async function attempt(
  number: number,
  kept: unknown,
  claim: () => Promise<Claim>,
): Promise<{ readFirst: boolean | null; kept: unknown }> {
  const environment = new MockActivityEnvironment({ attempt: number, heartbeatDetails: kept });
  const seen: { readFirst: boolean | null; kept: unknown } = { readFirst: null, kept };
  environment.on('heartbeat', (note: unknown) => {
    seen.kept = note;
  });
  const deps: OutsideStepDeps = {
    claims: { submit: claim },
    halts: { isHalted: () => Promise.resolve(false) },
    logs: { submit: () => Promise.resolve(undefined) },
    orders: { find: () => Promise.resolve(CHANGE) },
  };
  const step = () =>
    outsideStep(deps, INPUT, ({ call }) => {
      seen.readFirst = call.readFirst;
      return Promise.reject(new Error('it fails, so that there is a next attempt'));
    });
  await environment.run(step).catch(() => undefined);
  return seen;
}

const away = () => Promise.reject(new Error('the database is away'));

it('a run that follows one that was cut off reads first, also when its first attempt could not claim the device', async () => {
  const first = await attempt(1, undefined, away);
  const second = await attempt(2, first.kept, () => Promise.resolve(CLAIM));
  const third = await attempt(3, second.kept, () => Promise.resolve(CLAIM));

  expect([first.readFirst, second.readFirst, third.readFirst]).toEqual([null, true, true]);
});

it('a step that finds the device claimed by its own attempt has no reason to read first', async () => {
  const first = await attempt(1, undefined, () => Promise.resolve({ ...CLAIM, wasClaimed: false }));
  const second = await attempt(2, first.kept, () => Promise.resolve(CLAIM));

  expect([first.readFirst, second.readFirst]).toEqual([false, false]);
});

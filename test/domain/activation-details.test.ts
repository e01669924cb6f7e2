import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isActivation, missingDetails } from '../../src/domain/activation-details.ts';
import type { ActivationDetails, StatusOrder } from '../../src/domain/change-order.ts';
import { judgeDevice, type DeviceFacts } from '../../src/domain/device-rules.ts';
import { INTEGRATIONS } from '../../src/domain/integration.ts';
import { mayMove } from '../../src/domain/status-transition.ts';
import { anyActivation, anyFacts, anyStatusOrder } from './change-arbitraries.ts';

const integrations = fc.constantFrom(...INTEGRATIONS);
const american = fc.constantFrom('THINGSPACE' as const, 'TELEGENCE' as const);

const plan = { id: 'p', code: '5MB', name: 'Five', planUuid: null, ratePlanId: null };
const complete: ActivationDetails = {
  plan,
  allowedSimTypes: [],
  mdnZipCode: '98801',
  publicIpRestriction: null,
  namesPlaceOfUse: false,
  staticIp: null,
};
const bare: ActivationDetails = { ...complete, plan: null, mdnZipCode: null };

function order(targetStatus: StatusOrder['targetStatus'], activation: ActivationDetails | null): StatusOrder {
  return { changeType: 'statusupdate', targetStatus, reasonCode: null, activation, associate: null };
}

const idle = { status: 'deactivated', imei: null, carrierRatePlan: null } as const;

describe('what an activation lacks', () => {
  it('is nothing for a device that has the status already, or gets its line back', () => {
    fc.assert(
      fc.property(integrations, anyStatusOrder, anyFacts, (integration, status, facts) => {
        const same = { ...status, targetStatus: facts.status };
        expect(missingDetails(integration, same, facts)).toEqual([]);
        const restoration = { ...status, targetStatus: 'active' } as const;
        expect(missingDetails(integration, restoration, { ...facts, status: 'suspended' })).toEqual([]);
      }),
    );
  });

  it('is nothing at carriers that know the SIM, and nothing for a target without a line', () => {
    fc.assert(
      fc.property(integrations, anyStatusOrder, anyFacts, (integration, status, facts) => {
        const needsNone =
          integration === 'JASPER' ||
          integration === 'POND' ||
          !['active', 'pending_activation'].includes(status.targetStatus);
        if (needsNone) expect(missingDetails(integration, status, facts)).toEqual([]);
      }),
    );
  });

  it('never grows when the request names more', () => {
    fc.assert(
      fc.property(american, anyActivation, anyFacts, (integration, activation, facts) => {
        const less = missingDetails(integration, order('active', null), facts);
        const more = missingDetails(integration, order('active', activation), facts);
        expect(less).toEqual(expect.arrayContaining([...more]));
      }),
    );
  });

  it('is told in full', () => {
    expect(missingDetails('THINGSPACE', order('active', bare), idle)).toEqual([
      'IMEI',
      'carrier rate plan',
      'ZIP code (mdnZipCode)',
    ]);
    expect(missingDetails('TELEGENCE', order('active', null), idle)).toEqual([
      'carrier rate plan',
      'ZIP code (mdnZipCode)',
    ]);
    expect(
      missingDetails('THINGSPACE', order('pending_activation', null), { ...idle, status: 'inventory' }),
    ).toEqual(['IMEI']);
  });

  it('counts the plan that the device has, and an empty text as nothing', () => {
    const device = { ...idle, imei: '350000000000006', carrierRatePlan: '5MB' };
    const named = order('active', { ...bare, mdnZipCode: '98801' });
    expect(missingDetails('THINGSPACE', named, device)).toEqual([]);
    expect(missingDetails('THINGSPACE', named, { ...device, imei: '' })).toEqual(['IMEI']);
    expect(
      missingDetails('THINGSPACE', order('active', complete), { ...device, carrierRatePlan: null }),
    ).toEqual([]);
  });
});

describe('the judgement of an activation', () => {
  it('refuses exactly what may not move or lacks something', () => {
    fc.assert(
      fc.property(american, anyStatusOrder, anyFacts, (integration, status, any) => {
        const facts: DeviceFacts = { ...any, archived: false };
        const verdict = judgeDevice(integration, status, facts);
        const moves = mayMove(integration, facts.status, status.targetStatus);
        const missing = missingDetails(integration, status, facts);
        expect(verdict.ok).toBe(moves && missing.length === 0);
        if (!verdict.ok) {
          expect(verdict.code).toBe(moves ? 'carrier.details_missing' : 'status.transition_not_allowed');
        }
      }),
    );
  });

  it('shows the plan that is named for a new line, and no plan otherwise', () => {
    fc.assert(
      fc.property(american, anyStatusOrder, anyFacts, (integration, status, facts) => {
        const verdict = judgeDevice(integration, status, facts);
        if (!verdict.ok) return;
        const shown = isActivation(status, facts) ? status.activation?.plan?.code : undefined;
        expect(verdict.after['carrierRatePlan']).toBe(shown);
      }),
    );
  });
});

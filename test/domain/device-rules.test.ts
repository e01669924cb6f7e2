import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangeOrder, CustomerAssignmentOrder } from '../../src/domain/change-order.ts';
import { judgeDevice, type DeviceFacts } from '../../src/domain/device-rules.ts';
import { isDeviceErrorCode, type DeviceErrorCode } from '../../src/domain/error-code.ts';
import { INTEGRATIONS } from '../../src/domain/integration.ts';
import { anyFacts, anyOrder } from './change-arbitraries.ts';

const integrations = fc.constantFrom(...INTEGRATIONS);

const active: DeviceFacts = {
  archived: false,
  status: 'active',
  imei: null,
  simType: 'standard',
  carrierRatePlan: 'SMALL',
  communicationPlan: 'Data',
  lastActivatedAt: new Date('2026-03-01T00:00:00Z'),
  customerId: 'old-customer',
  siteId: null,
  accountNumber: null,
  customerRatePlanId: 'old-plan',
  customerRatePoolId: null,
  dataAllocationMb: 7,
  connectedAtCustomer: false,
  activeElsewhere: false,
};

const plan: ChangeOrder = {
  changeType: 'carrierrateplanchange',
  plan: { id: 'p', code: 'LARGE', name: 'Large', planUuid: null, ratePlanId: null },
  allowedSimTypes: [],
  communicationPlan: null,
  optimizationGroup: null,
};

const suspend: ChangeOrder = {
  changeType: 'statusupdate',
  targetStatus: 'suspended',
  reasonCode: null,
  activation: null,
  associate: null,
};

function assignment(createService: boolean, effectiveFrom: string | null): CustomerAssignmentOrder {
  return {
    changeType: 'customerassignment',
    customerId: 'customer',
    siteId: 'site',
    accountNumber: 'A-1',
    rev: {
      revCustomerId: '7001',
      createService,
      serviceTypeId: null,
      products: [],
      packageId: null,
      prorate: false,
      description: null,
    },
    customerRatePlan: null,
    effectiveFrom,
  };
}

describe('the judgement of a device', () => {
  it('is given for every device and every order, with before and after of the same fields or a known code', () => {
    fc.assert(
      fc.property(integrations, anyOrder, fc.option(anyFacts, { nil: null }), (integration, order, facts) => {
        const verdict = judgeDevice(integration, order, facts);
        if (verdict.ok) {
          expect(facts).not.toBeNull();
          expect(Object.keys(verdict.after)).toEqual(Object.keys(verdict.before));
        } else {
          expect(isDeviceErrorCode(verdict.code)).toBe(true);
          expect(verdict.message).toMatch(/\.$/);
        }
      }),
    );
  });

  it('refuses a device that is not there, and an archived one, for every order', () => {
    fc.assert(
      fc.property(integrations, anyOrder, anyFacts, (integration, order, facts) => {
        expect(judgeDevice(integration, order, null)).toMatchObject({ ok: false, code: 'device.not_found' });
        expect(judgeDevice(integration, order, { ...facts, archived: true })).toMatchObject({
          ok: false,
          code: 'device.archived',
        });
      }),
    );
  });

  it.each<[DeviceErrorCode, ChangeOrder, Partial<DeviceFacts>]>([
    ['status.transition_not_allowed', suspend, { status: 'retired' }],
    ['status.transition_not_allowed', suspend, { status: 'inventory' }],
    ['status.transition_not_allowed', plan, { status: 'terminated' }],
    ['status.transition_not_allowed', plan, { status: 'retired' }],
    ['carrier_rate_plan.incompatible', { ...plan, allowedSimTypes: ['industrial'] }, {}],
    ['carrier_rate_plan.incompatible', { ...plan, allowedSimTypes: ['industrial'] }, { simType: null }],
    ['rev_service.already_connected', assignment(true, null), { connectedAtCustomer: true }],
    ['rev_service.active_elsewhere', assignment(false, null), { activeElsewhere: true }],
    ['rev_service.activation_date_unknown', assignment(true, null), { lastActivatedAt: null }],
  ])('gives %s where it belongs', (code, order, facts) => {
    expect(judgeDevice('JASPER', order, { ...active, ...facts })).toMatchObject({ ok: false, code });
  });

  it('says what the carrier would allow instead', () => {
    const verdict = judgeDevice('JASPER', suspend, { ...active, status: 'inventory' });
    expect(!verdict.ok && verdict.message).toBe(
      'From inventory this carrier allows pending_activation, active, retired; not suspended.',
    );
    const final = judgeDevice('JASPER', suspend, { ...active, status: 'retired' });
    expect(!final.ok && final.message).toContain('nothing: it is final');
  });
});

describe('what a change does to a device', () => {
  it('is shown for the plan alone when the order names no communication plan', () => {
    expect(judgeDevice('JASPER', plan, active)).toEqual({
      ok: true,
      before: { carrierRatePlan: 'SMALL' },
      after: { carrierRatePlan: 'LARGE' },
    });
  });

  it('is shown with the communication plan when the order names one', () => {
    const order: ChangeOrder = { ...plan, communicationPlan: { id: 'c', name: 'Data+SMS' } };
    expect(judgeDevice('JASPER', order, active)).toMatchObject({
      before: { communicationPlan: 'Data' },
      after: { communicationPlan: 'Data+SMS' },
    });
  });

  it('is shown for the named settings only, with null where a value is cleared', () => {
    const order: ChangeOrder = {
      changeType: 'customerrateplanchange',
      setting: { customerRatePlanId: null, dataAllocationMb: 9 },
      effectiveFrom: '2026-05-01T00:00:00.000Z',
    };
    expect(judgeDevice('POND', order, active)).toEqual({
      ok: true,
      before: { customerRatePlanId: 'old-plan', customerDataAllocationMB: 7 },
      after: { customerRatePlanId: null, customerDataAllocationMB: 9 },
    });
  });

  it('is shown with customer, site and account for an assignment, and with the plan it brings', () => {
    const order = { ...assignment(true, null), customerRatePlan: { customerRatePoolId: 'pool' } };
    expect(judgeDevice('POND', order, active)).toEqual({
      ok: true,
      before: { customerId: 'old-customer', siteId: null, accountNumber: null, customerPoolId: null },
      after: { customerId: 'customer', siteId: 'site', accountNumber: 'A-1', customerPoolId: 'pool' },
    });
  });

  it('lets an assignment without a billing call pass whatever lines the device has', () => {
    const order = { ...assignment(false, null), rev: null };
    const facts = { ...active, activeElsewhere: true, connectedAtCustomer: true, lastActivatedAt: null };
    expect(judgeDevice('POND', order, facts).ok).toBe(true);
  });

  it('lets a new service be made beside an active line elsewhere, and a given date replace the activation date', () => {
    const facts = { ...active, activeElsewhere: true, lastActivatedAt: null };
    expect(judgeDevice('POND', assignment(true, '2026-05-01T00:00:00.000Z'), facts).ok).toBe(true);
  });

  it('is nothing new when the device has the status already: asking again is no fault', () => {
    expect(judgeDevice('POND', { ...suspend, targetStatus: 'active' }, active)).toEqual({
      ok: true,
      before: { status: 'active' },
      after: { status: 'active' },
    });
  });
});

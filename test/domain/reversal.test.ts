import { describe, expect, it } from 'vitest';
import type { ChangeOrder, CustomerAssignmentOrder } from '../../src/domain/change-order.ts';
import { judgeDevice, type DeviceFacts } from '../../src/domain/device-rules.ts';
import { DEVICE_STATUSES, type DeviceStatus } from '../../src/domain/device-status.ts';
import { INTEGRATIONS, type Integration } from '../../src/domain/integration.ts';
import { reversalOf, type FormerPlan, type FormerPlans, type Reversal } from '../../src/domain/reversal.ts';
import type { RowImage } from '../../src/domain/stale-image.ts';
import { mayMove } from '../../src/domain/status-transition.ts';

const facts: DeviceFacts = {
  archived: false,
  status: 'active',
  imei: '350000000000006',
  simType: 'standard',
  carrierRatePlan: 'SMALL',
  communicationPlan: 'Data',
  lastActivatedAt: null,
  customerId: 'customer-1',
  siteId: 'site-1',
  accountNumber: 'A-1',
  customerRatePlanId: 'plan-1',
  customerRatePoolId: null,
  dataAllocationMb: 5,
  connectedAtCustomer: false,
  activeElsewhere: false,
};

const plan = (code: string, ratePlanId: number, isRetired = false): FormerPlan => ({
  plan: { id: code, code, name: code, planUuid: null, ratePlanId },
  allowedSimTypes: [],
  isRetired,
});

const small = plan('SMALL', 4711);
const large = plan('LARGE', 4712);
const old = plan('OLD', 4713, true);

const plans: FormerPlans = {
  byCode: new Map([small, large, old].map((each) => [each.plan.code, each])),
  byPackageType: new Map([small, large, old].map((each) => [each.plan.ratePlanId ?? 0, each])),
  communicationPlans: new Map([['Data', { id: 'cp-1', name: 'Data' }]]),
};

const status = (targetStatus: DeviceStatus): ChangeOrder => ({
  changeType: 'statusupdate',
  targetStatus,
  reasonCode: null,
  activation: null,
  associate: null,
});

const carrierPlan = (communicationPlan: { id: string; name: string } | null = null): ChangeOrder => ({
  changeType: 'carrierrateplanchange',
  plan: large.plan,
  allowedSimTypes: [],
  communicationPlan,
  optimizationGroup: null,
});

const assignment = (more: Partial<CustomerAssignmentOrder> = {}): ChangeOrder => ({
  changeType: 'customerassignment',
  customerId: 'customer-2',
  siteId: null,
  accountNumber: null,
  rev: null,
  customerRatePlan: null,
  effectiveFrom: '2026-05-01T00:00:00.000Z',
  ...more,
});

/** Where a carrier allows the way back, and it does not restore what was. */
const NOT_BACK: readonly string[] = ['THINGSPACE active deactivated'];

function statusReversal(integration: Integration, from: DeviceStatus, to: DeviceStatus): Reversal {
  const device = { ...facts, status: to };
  return reversalOf(integration, status(to), { status: from }, { status: to }, { device, plans });
}

describe.each(INTEGRATIONS)('a status at %s', (integration) => {
  const moves = DEVICE_STATUSES.flatMap((from) =>
    DEVICE_STATUSES.filter((to) => from !== to && mayMove(integration, from, to)).map((to) => ({ from, to })),
  );

  it.each(moves)('$from -> $to goes back exactly where that restores it', ({ from, to }) => {
    const reversal = statusReversal(integration, from, to);

    const isRestored =
      mayMove(integration, to, from) && !NOT_BACK.includes([integration, from, to].join(' '));
    expect(reversal).toMatchObject(
      isRestored
        ? { ok: true, order: { changeType: 'statusupdate', targetStatus: from } }
        : { ok: false, code: 'undo.not_reversible' },
    );
    if (reversal.ok) {
      expect(judgeDevice(integration, reversal.order, { ...facts, status: to }).ok).toBe(true);
    }
  });
});

function carrierPlanReversal(before: RowImage, integration: Integration = 'JASPER', order = carrierPlan()) {
  const device = { ...facts, carrierRatePlan: 'LARGE' };
  return reversalOf(integration, order, before, { carrierRatePlan: 'LARGE' }, { device, plans });
}

describe('a carrier rate plan', () => {
  it('goes back to the former one as it is today', () => {
    expect(carrierPlanReversal({ carrierRatePlan: 'SMALL' })).toMatchObject({
      ok: true,
      order: { plan: small.plan, communicationPlan: null },
    });
  });

  it.each([
    ['there was none', { carrierRatePlan: null }],
    ['it is gone', { carrierRatePlan: 'GONE' }],
    ['it is retired', { carrierRatePlan: 'OLD' }],
  ])('does not go back where %s', (_case, before) => {
    expect(carrierPlanReversal(before)).toMatchObject({ ok: false, code: 'undo.not_reversible' });
  });

  it('brings the communication plan back where the change set one', () => {
    const order = carrierPlan({ id: 'cp-2', name: 'Data+SMS' });
    const before = { carrierRatePlan: 'SMALL', communicationPlan: 'Data' };
    expect(carrierPlanReversal(before, 'JASPER', order)).toMatchObject({
      order: { communicationPlan: { id: 'cp-1' } },
    });
    const none = carrierPlanReversal({ ...before, communicationPlan: null }, 'JASPER', order);
    expect(none).toMatchObject({ ok: true, order: { communicationPlan: null }, notes: [expect.any(String)] });
    const gone = carrierPlanReversal({ ...before, communicationPlan: 'Gone' }, 'JASPER', order);
    expect(gone).toMatchObject({ ok: false, code: 'undo.not_reversible' });
  });

  it('at POND is the one of the package that the SIM had at the carrier', () => {
    const active = (packageTypeId: number) => ({ packageId: 'p', packageTypeId, status: 'ACTIVE' });
    const before = (...packages: object[]) => ({ carrierRatePlan: 'LARGE', packages });
    const ended = { packageId: 'q', packageTypeId: 4712, status: 'TERMINATED' };
    expect(carrierPlanReversal(before(ended, active(4711)), 'POND')).toMatchObject({
      order: { plan: small.plan },
    });
    for (const packages of [[], [active(4711), active(4712)], [active(99)]]) {
      expect(carrierPlanReversal(before(...packages), 'POND')).toMatchObject({
        ok: false,
        code: 'undo.not_reversible',
      });
    }
  });
});

describe('what is kept here alone', () => {
  it('goes back key by key', () => {
    const order: ChangeOrder = {
      changeType: 'customerrateplanchange',
      setting: { customerRatePoolId: 'pool-1', dataAllocationMb: 5 },
      effectiveFrom: '2026-05-01T00:00:00.000Z',
    };
    const before = { customerPoolId: null, customerDataAllocationMB: 2 };
    const after = { customerPoolId: 'pool-1', customerDataAllocationMB: 5 };
    const device = { ...facts, customerRatePoolId: 'pool-1' };

    const reversal = reversalOf('JASPER', order, before, after, { device, plans });

    expect(reversal).toEqual({
      ok: true,
      notes: [],
      order: { ...order, setting: { customerRatePoolId: null, dataAllocationMb: 2 } },
    });
  });

  it('gives a device back to its former customer, or to nobody', () => {
    const before = { customerId: null, siteId: null, accountNumber: null };
    const after = { customerId: 'customer-2', siteId: null, accountNumber: null };
    const device = { ...facts, ...after };

    expect(reversalOf('POND', assignment(), before, after, { device, plans })).toMatchObject({
      ok: true,
      order: { changeType: 'customerassignment', ...before, rev: null },
    });
  });

  it.each<[string, ChangeOrder]>([
    ['a customer', assignment()],
    [
      'a customer rate plan',
      { changeType: 'customerrateplanchange', setting: { dataAllocationMb: 5 }, effectiveFrom: '2026-05-01' },
    ],
  ])('of which nobody knows what it was, %s, is not cleared', (_, order) => {
    expect(reversalOf('POND', order, {}, {}, { device: facts, plans })).toMatchObject({
      ok: false,
      code: 'undo.not_reversible',
    });
  });

  it('leaves a billing line to the billing system', () => {
    const rev = {
      revCustomerId: '7001',
      createService: true,
      serviceTypeId: null,
      products: [],
      packageId: null,
      prorate: false,
      description: null,
    };
    const reversal = reversalOf('POND', assignment({ rev }), {}, {}, { device: facts, plans });
    expect(reversal).toMatchObject({ ok: false, code: 'undo.billing_line' });
  });
});

describe('a device that was changed since', () => {
  it('is not touched, and the reason says what differs', () => {
    const device = { ...facts, status: 'deactivated' } as const;
    expect(
      reversalOf(
        'JASPER',
        status('suspended'),
        { status: 'active' },
        { status: 'suspended' },
        { device, plans },
      ),
    ).toMatchObject({
      ok: false,
      code: 'device.stale',
      message: expect.stringContaining('status') as string,
    });
  });

  it('is not touched when it is no longer the tenant’s', () => {
    const gone = { device: null, plans };
    expect(
      reversalOf('JASPER', status('suspended'), { status: 'active' }, { status: 'suspended' }, gone),
    ).toMatchObject({ ok: false, code: 'device.stale' });
  });

  it('is taken back all the same when only something else of it differs', () => {
    const device = { ...facts, status: 'suspended', customerId: 'customer-9' } as const;
    expect(
      reversalOf(
        'JASPER',
        status('suspended'),
        { status: 'active' },
        { status: 'suspended' },
        { device, plans },
      ),
    ).toMatchObject({ ok: true });
  });
});

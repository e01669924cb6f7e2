import fc from 'fast-check';
import type { ChangeOrder } from '../../src/domain/change-order.ts';
import type { DeviceFacts } from '../../src/domain/device-rules.ts';
import { DEVICE_STATUSES } from '../../src/domain/device-status.ts';

const id = fc.uuid();
const idOrNull = fc.option(id, { nil: null });
const simType = fc.constantFrom('standard', 'industrial');

/** Any device as it may stand in the database. */
export const anyFacts: fc.Arbitrary<DeviceFacts> = fc.record({
  archived: fc.boolean(),
  status: fc.constantFrom(...DEVICE_STATUSES),
  imei: fc.option(fc.constant('350000000000006'), { nil: null }),
  simType: fc.option(simType, { nil: null }),
  carrierRatePlan: fc.option(fc.string(), { nil: null }),
  communicationPlan: fc.option(fc.string(), { nil: null }),
  lastActivatedAt: fc.option(fc.date({ noInvalidDate: true }), { nil: null }),
  customerId: idOrNull,
  siteId: idOrNull,
  accountNumber: fc.option(fc.string(), { nil: null }),
  customerRatePlanId: idOrNull,
  customerRatePoolId: idOrNull,
  dataAllocationMb: fc.option(fc.nat(), { nil: null }),
  connectedAtCustomer: fc.boolean(),
  activeElsewhere: fc.boolean(),
});

export const anySetting = fc.record(
  {
    customerRatePlanId: idOrNull,
    customerRatePoolId: idOrNull,
    dataAllocationMb: fc.option(fc.nat(), { nil: null }),
  },
  { requiredKeys: [] },
);

const assignments = fc.record({
  changeType: fc.constant('customerassignment' as const),
  customerId: id,
  siteId: idOrNull,
  accountNumber: fc.option(fc.string(), { nil: null }),
  rev: fc.option(
    fc.record({
      revCustomerId: fc.string({ minLength: 1 }),
      createService: fc.boolean(),
      serviceTypeId: fc.constant(null),
      products: fc.constant([]),
      packageId: fc.constant(null),
      prorate: fc.boolean(),
      description: fc.constant(null),
    }),
    { nil: null },
  ),
  customerRatePlan: fc.option(anySetting, { nil: null }),
  effectiveFrom: fc.option(fc.constant('2026-05-01T00:00:00.000Z'), { nil: null }),
});

const carrierPlans = fc.record({
  changeType: fc.constant('carrierrateplanchange' as const),
  plan: fc.record({
    id,
    code: fc.string({ minLength: 1 }),
    name: fc.string(),
    planUuid: fc.constant(null),
    ratePlanId: fc.option(fc.nat(), { nil: null }),
  }),
  allowedSimTypes: fc.uniqueArray(simType, { maxLength: 2 }),
  communicationPlan: fc.option(fc.record({ id, name: fc.string() }), { nil: null }),
  optimizationGroup: fc.constant(null),
});

const customerPlans = fc.record({
  changeType: fc.constant('customerrateplanchange' as const),
  setting: anySetting,
  effectiveFrom: fc.constant('2026-05-01T00:00:00.000Z'),
});

const textOrNull = fc.option(fc.string({ minLength: 1 }), { nil: null });

const planRefs = fc.record({
  id,
  code: fc.string({ minLength: 1 }),
  name: fc.string(),
  planUuid: fc.constant(null),
  ratePlanId: fc.constant(null),
});

export const anyActivation = fc.record({
  plan: fc.option(planRefs, { nil: null }),
  allowedSimTypes: fc.constant([]),
  mdnZipCode: textOrNull,
  publicIpRestriction: textOrNull,
  namesPlaceOfUse: fc.boolean(),
  staticIp: fc.constant(null),
});

export const anyStatusOrder = fc.record({
  changeType: fc.constant('statusupdate' as const),
  targetStatus: fc.constantFrom(...DEVICE_STATUSES),
  reasonCode: fc.constant(null),
  activation: fc.option(anyActivation, { nil: null }),
  associate: fc.constant(null),
});

/** Any order of any of the four types. */
export const anyOrder: fc.Arbitrary<ChangeOrder> = fc.oneof(
  assignments,
  carrierPlans,
  customerPlans,
  anyStatusOrder,
);

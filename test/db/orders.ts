import type {
  CarrierRatePlanOrder,
  CustomerAssignmentOrder,
  CustomerRatePlanOrder,
  CustomerRatePlanSetting,
  StatusOrder,
} from '../../src/domain/change-order.ts';
import type { DeviceStatus } from '../../src/domain/device-status.ts';
import type { SeededFleet } from './fleet-database.ts';

export function statusOrder(targetStatus: DeviceStatus, more: Partial<StatusOrder> = {}): StatusOrder {
  return {
    changeType: 'statusupdate',
    targetStatus,
    reasonCode: null,
    activation: null,
    associate: null,
    ...more,
  };
}

export function carrierPlanOrder(
  id: string,
  communicationPlan: CarrierRatePlanOrder['communicationPlan'] = null,
): CarrierRatePlanOrder {
  return {
    changeType: 'carrierrateplanchange',
    plan: { id, code: 'LARGE', name: 'Large', planUuid: null, ratePlanId: null },
    allowedSimTypes: [],
    communicationPlan,
    optimizationGroup: null,
  };
}

export function customerPlanOrder(
  setting: CustomerRatePlanSetting,
  effectiveFrom: Date = new Date(),
): CustomerRatePlanOrder {
  return { changeType: 'customerrateplanchange', setting, effectiveFrom: effectiveFrom.toISOString() };
}

/** An assignment without a billing call, unless `more` says otherwise. */
export function assignmentOrder(
  { customer }: SeededFleet,
  more: Partial<CustomerAssignmentOrder> = {},
): CustomerAssignmentOrder {
  return {
    changeType: 'customerassignment',
    customerId: customer.id,
    siteId: customer.siteId,
    accountNumber: 'A-7001',
    rev: null,
    customerRatePlan: null,
    effectiveFrom: '2026-05-01T00:00:00.000Z',
    ...more,
  };
}

export function revOrder(createService: boolean): NonNullable<CustomerAssignmentOrder['rev']> {
  return {
    revCustomerId: '7001',
    createService,
    serviceTypeId: '12',
    products: [],
    packageId: null,
    prorate: false,
    description: null,
  };
}

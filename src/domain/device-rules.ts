import { isActivation, missingDetails } from './activation-details.ts';
import type {
  CarrierRatePlanOrder,
  ChangeOrder,
  CustomerAssignmentOrder,
  CustomerRatePlanSetting,
  StatusOrder,
} from './change-order.ts';
import type { DeviceStatus } from './device-status.ts';
import type { DeviceErrorCode } from './error-code.ts';
import type { Integration } from './integration.ts';
import { allowedTargets, mayMove } from './status-transition.ts';

/** What the rules need to know of a device, read set-based for a whole page. */
export interface DeviceFacts {
  readonly archived: boolean;
  readonly status: DeviceStatus;
  /** The row's own, where the request names one. */
  readonly imei: string | null;
  readonly simType: string | null;
  readonly carrierRatePlan: string | null;
  readonly communicationPlan: string | null;
  readonly lastActivatedAt: Date | null;
  readonly customerId: string | null;
  readonly siteId: string | null;
  readonly accountNumber: string | null;
  readonly customerRatePlanId: string | null;
  readonly customerRatePoolId: string | null;
  readonly dataAllocationMb: number | null;
  /** A connected Rev line with active products at the customer the order names. */
  readonly connectedAtCustomer: boolean;
  /** A connected Rev line with active products at another customer. */
  readonly activeElsewhere: boolean;
}

/** The part of a device that a change touches, before and after it. */
export type DeviceImage = Readonly<Record<string, string | number | null>>;

export type DeviceVerdict =
  | { readonly ok: true; readonly before: DeviceImage; readonly after: DeviceImage }
  | { readonly ok: false; readonly code: DeviceErrorCode; readonly message: string };

/**
 * Judges one device against what a change asks of it: the same rules when the plan is sealed and when the device's
 * turn comes. `facts` is null for a device that the tenant does not have at this service provider.
 */
export function judgeDevice(
  integration: Integration,
  order: ChangeOrder,
  facts: DeviceFacts | null,
): DeviceVerdict {
  if (facts === null) return refuse('device.not_found', 'This service provider has no such device.');
  if (facts.archived) return refuse('device.archived', 'The device is archived.');
  switch (order.changeType) {
    case 'statusupdate':
      return judgeStatus(integration, order, facts);
    case 'carrierrateplanchange':
      return judgeCarrierPlan(integration, order, facts);
    case 'customerrateplanchange':
      return { ok: true, ...settingImages(order.setting, facts) };
    case 'customerassignment':
      return judgeAssignment(order, facts);
  }
}

function judgeStatus(integration: Integration, order: StatusOrder, facts: DeviceFacts): DeviceVerdict {
  const target = order.targetStatus;
  if (!mayMove(integration, facts.status, target)) {
    const allowed = allowedTargets(integration, facts.status).join(', ') || 'nothing: it is final';
    return refuse(
      'status.transition_not_allowed',
      `From ${facts.status} this carrier allows ${allowed}; not ${target}.`,
    );
  }
  const missing = missingDetails(integration, order, facts);
  if (missing.length > 0) {
    return refuse('carrier.details_missing', `This device needs ${missing.join(', ')} for this change.`);
  }
  const plan = isActivation(order, facts) ? order.activation?.plan : undefined;
  const before = { status: facts.status, ...(order.associate === null ? {} : customerImage(facts)) };
  const after = { status: target, ...(order.associate === null ? {} : customerImage(order.associate)) };
  if (plan == null) return { ok: true, before, after };
  const misfit = misfitOf(plan.code, order.activation?.allowedSimTypes ?? [], facts);
  if (misfit !== null) return misfit;
  return {
    ok: true,
    before: { ...before, carrierRatePlan: facts.carrierRatePlan },
    after: { ...after, carrierRatePlan: plan.code },
  };
}

/** Where a line without service has no plan that could be changed, only these can; null: every one that is not gone. */
const PLAN_CHANGE_NEEDS: Readonly<Record<Integration, readonly DeviceStatus[] | null>> = {
  JASPER: null,
  THINGSPACE: ['active'],
  POND: null,
  TELEGENCE: ['active', 'suspended'],
};

function judgeCarrierPlan(
  integration: Integration,
  order: CarrierRatePlanOrder,
  facts: DeviceFacts,
): DeviceVerdict {
  const { code } = order.plan;
  const communicationPlan = order.communicationPlan?.name;
  if (facts.status === 'terminated' || facts.status === 'retired') {
    return refuse(
      'status.transition_not_allowed',
      `The device is ${facts.status}: its plan can no longer change.`,
    );
  }
  const needed = PLAN_CHANGE_NEEDS[integration];
  if (needed !== null && !needed.includes(facts.status)) {
    return refuse(
      'status.transition_not_allowed',
      `The device is ${facts.status}: this carrier changes the plan of a line only while it is ${needed.join(' or ')}.`,
    );
  }
  const misfit = misfitOf(code, order.allowedSimTypes, facts);
  if (misfit !== null) return misfit;
  const before: Record<string, string | null> = { carrierRatePlan: facts.carrierRatePlan };
  const after: Record<string, string | null> = { carrierRatePlan: code };
  if (communicationPlan !== undefined) {
    before['communicationPlan'] = facts.communicationPlan;
    after['communicationPlan'] = communicationPlan;
  }
  return { ok: true, before, after };
}

function misfitOf(code: string, simTypes: readonly string[], { simType }: DeviceFacts): DeviceVerdict | null {
  if (simTypes.length === 0 || (simType !== null && simTypes.includes(simType))) return null;
  return refuse(
    'carrier_rate_plan.incompatible',
    `Plan ${code} is for SIM types ${simTypes.join(', ')}; the device is ${simType ?? 'of no known type'}.`,
  );
}

function judgeAssignment(order: CustomerAssignmentOrder, facts: DeviceFacts): DeviceVerdict {
  if (order.rev !== null) {
    if (order.rev.createService && facts.connectedAtCustomer) {
      return refuse(
        'rev_service.already_connected',
        'The device has a connected line with products of this customer.',
      );
    }
    if (!order.rev.createService && facts.activeElsewhere) {
      return refuse(
        'rev_service.active_elsewhere',
        'The line of the device at another customer has active products.',
      );
    }
    if (order.effectiveFrom === null && facts.lastActivatedAt === null) {
      return refuse(
        'rev_service.activation_date_unknown',
        'The device has no activation date to start the service from.',
      );
    }
  }
  const plan =
    order.customerRatePlan === null
      ? { before: {}, after: {} }
      : settingImages(order.customerRatePlan, facts);
  return {
    ok: true,
    before: { ...customerImage(facts), ...plan.before },
    after: { ...customerImage(order), ...plan.after },
  };
}

function customerImage(of: Pick<DeviceFacts, 'customerId' | 'siteId' | 'accountNumber'>): DeviceImage {
  return { customerId: of.customerId, siteId: of.siteId, accountNumber: of.accountNumber };
}

/** Only the keys that the setting names are touched, so only they are in the images. */
function settingImages(
  setting: CustomerRatePlanSetting,
  facts: DeviceFacts,
): { before: DeviceImage; after: DeviceImage } {
  const before: Record<string, string | number | null> = {};
  const after: Record<string, string | number | null> = {};
  if (setting.customerRatePlanId !== undefined) {
    before['customerRatePlanId'] = facts.customerRatePlanId;
    after['customerRatePlanId'] = setting.customerRatePlanId;
  }
  if (setting.customerRatePoolId !== undefined) {
    before['customerPoolId'] = facts.customerRatePoolId;
    after['customerPoolId'] = setting.customerRatePoolId;
  }
  if (setting.dataAllocationMb !== undefined) {
    before['customerDataAllocationMB'] = facts.dataAllocationMb;
    after['customerDataAllocationMB'] = setting.dataAllocationMb;
  }
  return { before, after };
}

function refuse(code: DeviceErrorCode, message: string): DeviceVerdict {
  return { ok: false, code, message };
}

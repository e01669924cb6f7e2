import type {
  CarrierPlanRef,
  CarrierRatePlanOrder,
  ChangeOrder,
  CustomerAssignmentOrder,
  CustomerRatePlanSetting,
  StatusOrder,
} from './change-order.ts';
import type { DeviceFacts } from './device-rules.ts';
import { isDeviceStatus, type DeviceStatus } from './device-status.ts';
import type { DeviceErrorCode } from './error-code.ts';
import type { Integration } from './integration.ts';
import { formerPackageType } from './former-package.ts';
import { changedSince, type RowImage } from './stale-image.ts';
import { mayMove } from './status-transition.ts';

/** A carrier rate plan as it is today. */
export interface FormerPlan {
  readonly plan: CarrierPlanRef;
  readonly allowedSimTypes: readonly string[];
  readonly isRetired: boolean;
}

/** What the service provider has today, by which the former values of a device are found again. */
export interface FormerPlans {
  readonly byCode: ReadonlyMap<string, FormerPlan>;
  readonly byPackageType: ReadonlyMap<number, FormerPlan>;
  /** Communication plans in use, by name. */
  readonly communicationPlans: ReadonlyMap<string, { readonly id: string; readonly name: string }>;
}

export interface ReversalFacts {
  /** The device as it is now; null: no longer the tenant's. */
  readonly device: DeviceFacts | null;
  readonly plans: FormerPlans;
}

export type Reversal =
  /** `notes` say what stays as it is, for people. */
  | { readonly ok: true; readonly order: ChangeOrder; readonly notes: readonly string[] }
  | { readonly ok: false; readonly code: DeviceErrorCode; readonly message: string };

/**
 * What takes a processed row back, as an order that any change could have, or why nothing does. `before` and `after` are
 * the row's images. Nothing is taken back that was changed since: that would undo somebody else's work.
 */
export function reversalOf(
  integration: Integration,
  order: ChangeOrder,
  before: RowImage,
  after: RowImage,
  { device, plans }: ReversalFacts,
): Reversal {
  if (device === null) return refuse('device.stale', 'The device no longer belongs to this tenant.');
  const reversal = reverse(integration, order, before, plans);
  if (!reversal.ok) return reversal;
  const changed = changedSince(before, after, device);
  if (changed.length === 0) return reversal;
  return refuse('device.stale', `Changed since by somebody else: ${changed.join(', ')}.`);
}

function reverse(
  integration: Integration,
  order: ChangeOrder,
  before: RowImage,
  plans: FormerPlans,
): Reversal {
  switch (order.changeType) {
    case 'statusupdate':
      return formerStatus(integration, order, before);
    case 'carrierrateplanchange':
      return formerCarrierPlan(integration, order, before, plans);
    case 'customerrateplanchange': {
      const { changeType, effectiveFrom } = order;
      const setting = formerSetting(before);
      // A row that was refused at first, and done by a retry, has no image: nothing says what goes back.
      if (Object.keys(setting).length === 0) return irreversible(unknownFormer('customer rate plan'));
      return reversal({ changeType, setting, effectiveFrom });
    }
    case 'customerassignment':
      return formerAssignment(order, before);
  }
}

function formerStatus(integration: Integration, order: StatusOrder, before: RowImage): Reversal {
  const former = String(before['status']);
  if (!isDeviceStatus(former)) return irreversible(unknownFormer('status'));
  const obstacle = obstacleTo(integration, order.targetStatus, former);
  if (obstacle !== null) return irreversible(obstacle);
  const notes: string[] = [];
  if (integration === 'JASPER' && order.targetStatus === 'deactivated' && former !== 'deactivated') {
    notes.push('Only the status is taken back: the device stays on the plan that it was deactivated on.');
  }
  if (order.associate !== null && !('customerId' in before)) {
    notes.push('The customer stays as it is: the row does not say which one the device had.');
  }
  const associate = order.associate === null || !('customerId' in before) ? null : formerCustomer(before);
  const changeType = 'statusupdate';
  return reversal({ changeType, targetStatus: former, reasonCode: null, activation: null, associate }, notes);
}

/** Why the carrier cannot bring a device back to a status it had, in words for a person; null when it can. */
function obstacleTo(integration: Integration, from: DeviceStatus, to: DeviceStatus): string | null {
  if (!mayMove(integration, from, to)) {
    return `This carrier brings no ${from} device back to ${to}.`;
  }
  if (integration === 'THINGSPACE' && from === 'deactivated' && to === 'active') {
    return 'The carrier would give a deactivated line a new number, not its former one.';
  }
  return null;
}

function formerCarrierPlan(
  integration: Integration,
  order: CarrierRatePlanOrder,
  before: RowImage,
  plans: FormerPlans,
): Reversal {
  const found = findFormerPlan(integration, before, plans);
  if (typeof found === 'string') return irreversible(found);
  if (found.isRetired) return irreversible(`The former plan ${found.plan.code} is retired.`);
  const { plan, allowedSimTypes } = found;
  const changeType = 'carrierrateplanchange';
  const former = { changeType, plan, allowedSimTypes, optimizationGroup: null } as const;
  if (order.communicationPlan === null) return reversal({ ...former, communicationPlan: null });
  const name = before['communicationPlan'];
  if (typeof name !== 'string') {
    const note = 'The communication plan stays: the device had none, and the carrier cannot take one away.';
    return reversal({ ...former, communicationPlan: null }, [note]);
  }
  const communicationPlan = plans.communicationPlans.get(name);
  if (communicationPlan === undefined) {
    return irreversible(`The former communication plan "${name}" is no longer in use.`);
  }
  return reversal({ ...former, communicationPlan });
}

/** At POND the SIM's own packages tell, as they were read at the carrier; a text says why there is no plan. */
function findFormerPlan(integration: Integration, before: RowImage, plans: FormerPlans): FormerPlan | string {
  if (integration === 'POND' && before['packages'] !== undefined) {
    const type = formerPackageType(before['packages']);
    if (typeof type === 'string') return type;
    return plans.byPackageType.get(type) ?? `No plan of yours has the former package type ${String(type)}.`;
  }
  const code = before['carrierRatePlan'];
  if (typeof code !== 'string') return 'The device had no plan that was known here.';
  return plans.byCode.get(code) ?? `The former plan ${code} no longer exists.`;
}

function formerAssignment(order: CustomerAssignmentOrder, before: RowImage): Reversal {
  if (order.rev?.createService === true) {
    return refuse(
      'undo.billing_line',
      'A billing line was created for the device, and billing lines are ended in the billing system.',
    );
  }
  if (!('customerId' in before)) return irreversible(unknownFormer('customer'));
  const setting = formerSetting(before);
  return reversal({
    changeType: 'customerassignment',
    ...formerCustomer(before),
    rev: null,
    customerRatePlan: Object.keys(setting).length === 0 ? null : setting,
    effectiveFrom: order.effectiveFrom,
  });
}

function formerCustomer(before: RowImage) {
  return {
    customerId: textOrNull(before['customerId']),
    siteId: textOrNull(before['siteId']),
    accountNumber: textOrNull(before['accountNumber']),
  };
}

/** Only what the row touched goes back. */
function formerSetting(before: RowImage): CustomerRatePlanSetting {
  const { customerRatePlanId, customerPoolId, customerDataAllocationMB: allocation } = before;
  return {
    ...(customerRatePlanId === undefined ? {} : { customerRatePlanId: textOrNull(customerRatePlanId) }),
    ...(customerPoolId === undefined ? {} : { customerRatePoolId: textOrNull(customerPoolId) }),
    ...(allocation === undefined
      ? {}
      : { dataAllocationMb: allocation === null ? null : Number(allocation) }),
  };
}

function unknownFormer(what: string): string {
  return `The row does not say which ${what} the device had.`;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function reversal(order: ChangeOrder, notes: readonly string[] = []): Reversal {
  return { ok: true, order, notes };
}

function irreversible(message: string): Reversal {
  return refuse('undo.not_reversible', message);
}

function refuse(code: DeviceErrorCode, message: string): Reversal {
  return { ok: false, code, message };
}

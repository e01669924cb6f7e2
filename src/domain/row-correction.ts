import type { RequestedChange, RequestedStatus, RequestFault } from './change-request.ts';
import type { ChangeType } from './change-type.ts';
import type { DeviceStatus } from './device-status.ts';

/** What a correction of a single row asks for instead of what the change's request says; absent keys stay. */
export interface RowCorrection {
  readonly targetStatus?: DeviceStatus;
  readonly reasonCode?: string;
  readonly carrierRatePlan?: string;
  readonly commPlan?: string;
  readonly mdnZipCode?: string;
  readonly publicIpRestriction?: string;
  readonly customerRatePlanId?: string | null;
  readonly customerPoolId?: string | null;
  readonly customerDataAllocationMB?: number | null;
}

/** What a row overrides of the request of its change. */
export interface RowOverrides {
  readonly imei?: string;
  readonly corrected?: RowCorrection;
}

type Field = keyof RowCorrection;

const FIELDS_OF_TYPE: Record<ChangeType, readonly Field[]> = {
  statusupdate: ['targetStatus', 'reasonCode', 'carrierRatePlan', 'mdnZipCode', 'publicIpRestriction'],
  carrierrateplanchange: ['carrierRatePlan', 'commPlan'],
  customerrateplanchange: ['customerRatePlanId', 'customerPoolId', 'customerDataAllocationMB'],
  customerassignment: ['customerRatePlanId', 'customerPoolId'],
};

/** The fields of a correction that its change has no place for. */
export function correctionFaults(changeType: ChangeType, correction: RowCorrection): RequestFault[] {
  const fields = FIELDS_OF_TYPE[changeType];
  return Object.keys(correction)
    .filter((field) => !fields.some((known) => known === field))
    .map((field) => ({
      pointer: `/${field}`,
      code: 'device.field_unsupported',
      detail: `A row of this change can be corrected in ${fields.join(', ')}; leave "${field}" out.`,
    }));
}

/** The request as it is for a corrected row. The correction has no fault of `correctionFaults`. */
export function corrected(change: RequestedChange, correction: RowCorrection): RequestedChange {
  switch (change.changeType) {
    case 'statusupdate':
      return { ...withoutUseless(change, correction.targetStatus ?? change.targetStatus), ...correction };
    case 'carrierrateplanchange':
      return { ...change, ...correction };
    case 'customerrateplanchange':
      return { ...change, ...correction };
    case 'customerassignment': {
      const { customerRatePlanId: plan, customerPoolId: pool } = correction;
      return {
        ...change,
        ...(plan == null ? {} : { customerRatePlanId: plan }),
        ...(pool == null ? {} : { customerPoolId: pool }),
      };
    }
  }
}

/** What belongs to a new line says nothing of a row that is not to be active any more. */
function withoutUseless(change: RequestedStatus, target: DeviceStatus): RequestedStatus {
  if (target === change.targetStatus || target === 'active') return change;
  const { changeType, targetStatus, effectiveDate, revCustomerId } = change;
  return {
    changeType,
    targetStatus,
    ...(effectiveDate === undefined ? {} : { effectiveDate }),
    ...(revCustomerId === undefined ? {} : { revCustomerId }),
  };
}

import type {
  RequestedCarrierRatePlan,
  RequestedChange,
  RequestedCustomerAssignment,
  RequestedCustomerRatePlan,
  RequestedDate,
  RequestedStatus,
  RequestFault,
} from '../../../domain/change-request.ts';
import { CHANGE_BLOCKS } from '../../../domain/change-type.ts';
import { parseTargetStatus, TARGET_STATUS_WORDS } from '../../../domain/device-status.ts';
import type { SubmitBulkChangeBody } from '../../contracts/submit-bulk-change.ts';
import { definedFields } from '../../defined-fields.ts';
import { readEffectiveDate } from './effective-date.ts';

type Body = SubmitBulkChangeBody;
type Block<Name extends keyof Body> = NonNullable<Body[Name]>;

/** Adds its faults to `faults`; undefined when the block of the type is missing or cannot be read. */
export function toRequestedChange(
  body: Body,
  timeZone: string | undefined,
  faults: RequestFault[],
): RequestedChange | undefined {
  const block = body[CHANGE_BLOCKS[body.changeType]];
  const date = dateOf(block?.effectiveDate, body, timeZone, faults);
  switch (body.changeType) {
    case 'customerassignment':
      return body.customerAssignment && customerAssignment(body.customerAssignment, date);
    case 'carrierrateplanchange':
      return body.carrierRatePlanUpdate && carrierRatePlan(body.carrierRatePlanUpdate, date);
    case 'customerrateplanchange':
      return body.customerRatePlanUpdate && customerRatePlan(body.customerRatePlanUpdate, date);
    case 'statusupdate':
      return body.statusUpdate && status(body.statusUpdate, date, faults);
  }
}

type DatePart = { readonly effectiveDate?: RequestedDate };

function dateOf(
  text: string | null | undefined,
  { changeType }: Body,
  timeZone: string | undefined,
  faults: RequestFault[],
): DatePart {
  const reading = readEffectiveDate(text, timeZone);
  if (reading.ok) return reading.date === undefined ? {} : { effectiveDate: reading.date };
  const isZone = reading.code === 'time_zone.unknown';
  // A wrong zone of the request is reported where it stands, by the caller.
  if (!isZone) {
    const pointer = `/${CHANGE_BLOCKS[changeType]}/effectiveDate`;
    faults.push({ pointer, code: reading.code, detail: reading.detail });
  }
  return {};
}

function customerAssignment(block: Block<'customerAssignment'>, date: DatePart): RequestedCustomerAssignment {
  const {
    revProductIds,
    createRevService,
    useCarrierActivation,
    prorate,
    effectiveDate: _text,
    ...rest
  } = block;
  return {
    changeType: 'customerassignment',
    ...definedFields(rest),
    createRevService: createRevService ?? false,
    revProducts: revProductIds ?? [],
    useCarrierActivation: useCarrierActivation ?? false,
    prorate: prorate ?? false,
    ...date,
  };
}

function carrierRatePlan(block: Block<'carrierRatePlanUpdate'>, date: DatePart): RequestedCarrierRatePlan {
  const { carrierRatePlan: code, commPlan, optimizationGroup } = block;
  return {
    changeType: 'carrierrateplanchange',
    carrierRatePlan: code,
    ...definedFields({ commPlan, optimizationGroup }),
    ...date,
  };
}

function customerRatePlan(block: Block<'customerRatePlanUpdate'>, date: DatePart): RequestedCustomerRatePlan {
  const { customerRatePlanId, customerPoolId, customerDataAllocationMB } = block;
  return {
    changeType: 'customerrateplanchange',
    ...definedFields({ customerRatePlanId, customerPoolId, customerDataAllocationMB }),
    ...date,
  };
}

function status(
  block: Block<'statusUpdate'>,
  date: DatePart,
  faults: RequestFault[],
): RequestedStatus | undefined {
  const targetStatus = parseTargetStatus(block.targetStatus);
  if (targetStatus === undefined) {
    const detail = `"${block.targetStatus}" is no status. Use one of ${TARGET_STATUS_WORDS.join(', ')}.`;
    faults.push({ pointer: '/statusUpdate/targetStatus', code: 'status.target_unknown', detail });
    return undefined;
  }
  const { revService, primaryPlaceOfUse: place, targetStatus: _word, effectiveDate: _text, ...rest } = block;
  return {
    changeType: 'statusupdate',
    targetStatus,
    ...definedFields({ ...rest, revCustomerId: revService?.revCustomerId }),
    ...(place === undefined ? {} : { placeOfUse: { hasAddress: place.address !== undefined } }),
    ...date,
  };
}

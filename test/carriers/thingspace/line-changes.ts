import type { LineStatusChange } from '../../../src/carriers/carrier-port.ts';
import type { CarrierPlanRef } from '../../../src/domain/change-order.ts';
import { iccid } from '../../simulators/running-simulators.ts';
import { imei } from '../../simulators/thingspace-sandbox.ts';

/** A change of the line with this number, with all that an activation needs. */
export function lineChange(
  line: number,
  target: LineStatusChange['target'],
  more: Partial<LineStatusChange> = {},
): LineStatusChange {
  return {
    identifier: iccid(line),
    target,
    reasonCode: null,
    imei: imei(line),
    ratePlan: 'm2m4G',
    mdnZipCode: '98801',
    publicIpRestriction: null,
    primaryPlaceOfUse: null,
    ...more,
  };
}

export function planCoded(code: string): CarrierPlanRef {
  return {
    id: '0190a000-0000-7000-8000-0000000000aa',
    code,
    name: `Plan ${code}`,
    planUuid: null,
    ratePlanId: null,
  };
}

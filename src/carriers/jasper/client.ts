import type { OutsideCall } from '../../platform/exchange.ts';
import { CarrierError } from '../carrier-error.ts';
import type { CarrierResult, JasperCarrier, RatePlanChange, StatusChange } from '../carrier-port.ts';
import type { DeviceAnswer } from './answer.ts';
import { createJasperDeviceList } from './device-list.ts';
import { jasperStatusOf, toCarrierDevice, type JasperStatus } from './mapper.ts';
import { missingPlans, type WantedPlans } from './plan-edit.ts';
import type { JasperOptions } from './jasper-options.ts';
import { planMoveFailure } from './plan-move-failure.ts';
import { createJasperRequests, type JasperRequests } from './requests.ts';

/**
 * Cisco IoT Control Center over its REST interface: HTTP Basic with each call, one device a call, every answer final.
 */
export function createJasperCarrier(options: JasperOptions): JasperCarrier {
  const requests = createJasperRequests(options);
  const readIfAsked = (iccid: string, call: OutsideCall) =>
    call.readFirst ? requests.getDevice(iccid, call) : Promise.resolve(null);

  const changeRatePlan = async (change: RatePlanChange, call: OutsideCall): Promise<CarrierResult> => {
    const device = await readIfAsked(change.identifier, call);
    const wanted = { ratePlan: change.plan.name, communicationPlan: change.communicationPlan };
    return { alreadyInPlace: !(await writeMissing(requests, change.identifier, wanted, device, call)) };
  };

  return {
    ...createJasperDeviceList(requests, () => new Date()),

    async readDevice(identifier, call) {
      return toCarrierDevice(await requests.getDevice(identifier, call));
    },

    async changeStatus(change, call) {
      const status = settableStatus(change);
      const device = await readIfAsked(change.identifier, call);
      if (device?.status === status) return { alreadyInPlace: true };
      await requests.setStatus(change.identifier, status, call);
      return { alreadyInPlace: false };
    },

    changeRatePlan,

    async parkOnPlan(change, call) {
      try {
        return await changeRatePlan(change, call);
      } catch (error) {
        throw planMoveFailure(error);
      }
    },
  };
}

/** True when something was written. */
async function writeMissing(
  requests: JasperRequests,
  iccid: string,
  wanted: WantedPlans,
  device: DeviceAnswer | null,
  call: OutsideCall,
): Promise<boolean> {
  const missing = missingPlans(wanted, device);
  if (missing === null) return false;
  await requests.setPlans(iccid, missing, call);
  return true;
}

function settableStatus(change: StatusChange): JasperStatus {
  const status = jasperStatusOf(change.target);
  if (status !== null) return status;
  throw new CarrierError({
    code: 'status.transition_not_allowed',
    message: `Jasper has no status that means "${change.target}" and that a caller may set.`,
    mayHaveApplied: false,
  });
}

import type { OutsideCall } from '../../platform/exchange.ts';
import { CarrierError } from '../carrier-error.ts';
import type { DeviceListPort, ListedDevice } from '../carrier-port.ts';
import { readDevices } from '../read-devices.ts';
import { unlessMissing } from '../unless-missing.ts';
import type { PackageAnswer, SimStatusAnswer } from './answer.ts';
import { productStatusOf } from './mapper.ts';
import type { PondRequests } from './requests.ts';

/** SIMs are listed from a number of them on, and two requests tell status and plan of each. */
export function createSimList(
  requests: PondRequests,
  listPackages: (iccid: string, call: OutsideCall) => Promise<readonly PackageAnswer[]>,
): DeviceListPort {
  const read = (iccid: string, call: OutsideCall) =>
    unlessMissing(async () => {
      const status = await requests.getStatus(iccid, call);
      return toListedDevice(iccid, status, await listPackages(iccid, call));
    });

  return {
    async listDevices(from, call) {
      const start = Number(from ?? 0);
      const { total, elements } = await requests.searchSims(start, call);
      if (elements.length === 0 && start < total) throw endedEarly(start);
      const sims = await readDevices(elements, call, {
        identifierOf: ({ iccid }) => iccid,
        read: ({ iccid }) => read(iccid, call),
      });
      const behind = start + elements.length;
      return {
        devices: sims.read.filter((sim) => sim !== null),
        unread: sims.unread.map(({ device: { iccid }, error }) => ({ identifier: iccid, iccid, error })),
        next: behind >= total ? null : String(behind),
      };
    },

    findDevice: ({ iccid }, call) => read(iccid, call),
  };
}

function toListedDevice(
  iccid: string,
  status: SimStatusAnswer,
  packages: readonly PackageAnswer[],
): ListedDevice {
  const active = new Set(
    packages.filter((one) => one.status === 'ACTIVE').map(({ packageTypeId }) => packageTypeId),
  );
  const [packageTypeId] = active;
  return {
    identifier: iccid,
    iccid,
    status: productStatusOf(status),
    // Of several packages none is the plan.
    ratePlan: active.size === 1 ? String(packageTypeId) : null,
    communicationPlan: null,
    msisdn: null,
    imei: null,
    ipAddress: null,
  };
}

/** What is overlooked here would be taken to be gone. */
function endedEarly(start: number): CarrierError {
  return new CarrierError({
    code: 'carrier.answer_unreadable',
    message: `The list of SIMs ended after ${String(start)} entries, before its own total.`,
    mayHaveApplied: false,
  });
}

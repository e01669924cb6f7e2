import type { OutsideCall } from '../../platform/exchange.ts';
import type { DeviceListPort, ListedDevice } from '../carrier-port.ts';
import { readSideBySide } from '../read-side-by-side.ts';
import { unlessMissing } from '../unless-missing.ts';
import type { PackageAnswer, SimStatusAnswer } from './answer.ts';
import { productStatusOf } from './mapper.ts';
import type { PondRequests } from './requests.ts';

/** What is asked of a SIM beside the list, which knows neither services nor packages. */
export interface SimReads {
  readonly getStatus: PondRequests['getStatus'];
  readonly listPackages: (iccid: string, call: OutsideCall) => Promise<readonly PackageAnswer[]>;
}

/** SIMs are listed from a number of them on, and two requests tell status and plan of each. */
export function createSimList(requests: PondRequests, reads: SimReads): DeviceListPort {
  const read = (iccid: string, call: OutsideCall) =>
    unlessMissing(async () => {
      const status = await reads.getStatus(iccid, call);
      return toListedDevice(iccid, status, await reads.listPackages(iccid, call));
    });

  return {
    async listDevices(from, call) {
      const start = Number(from ?? 0);
      const { total, elements } = await requests.searchSims(start, call);
      const sims = await readSideBySide(elements, ({ iccid }) => read(iccid, call));
      const behind = start + elements.length;
      return {
        devices: sims.filter((sim) => sim !== null),
        next: elements.length === 0 || behind >= total ? null : String(behind),
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

import type { OutsideCall } from '../../platform/exchange.ts';
import { CarrierError } from '../carrier-error.ts';
import type { DeviceListPort, ListedDevice } from '../carrier-port.ts';
import { readDevices } from '../read-devices.ts';
import { unlessMissing } from '../unless-missing.ts';
import type { DeviceAnswer } from './answer.ts';
import { datesOf, placeBehind, readPlace, writePlace, type ListPlace } from './list-place.ts';
import { toCarrierDevice } from './mapper.ts';
import type { JasperRequests } from './requests.ts';

/**
 * The list is by date of change, oldest first, a year of changes at a time. A device that is changed while the list is
 * read moves to its end, so it is seen twice rather than overlooked; its neighbour may be, and is to be asked for by itself.
 */
export function createJasperDeviceList(requests: JasperRequests, now: () => Date): DeviceListPort {
  /** A list is partial by the role of its user: what a device's plan or status is, is then read from the device. */
  const complete = async (listed: DeviceAnswer, call: OutsideCall): Promise<DeviceAnswer> => {
    if (listed.status !== null && listed.ratePlan !== null) return listed;
    return (await unlessMissing(() => requests.getDevice(listed.iccid, call))) ?? listed;
  };

  return {
    async listDevices(from, call) {
      const presentYear = now().getUTCFullYear();
      let place: ListPlace | null = readPlace(from);
      // Years without a device cost a request and no page of their own.
      while (place !== null) {
        const { devices, lastPage } = await requests.searchDevices(
          datesOf(place, presentYear),
          place.page,
          call,
        );
        if (devices.length === 0 && !lastPage) throw endedEarly(place);
        place = placeBehind(place, lastPage, presentYear);
        if (devices.length === 0) continue;
        const completed = await readDevices(devices, call, {
          identifierOf: ({ iccid }) => iccid,
          read: (device) => complete(device, call),
        });
        return {
          devices: completed.read.map(toListedDevice),
          unread: completed.unread.map(({ device: { iccid }, error }) => ({
            identifier: iccid,
            iccid,
            error,
          })),
          next: place === null ? null : writePlace(place),
        };
      }
      return { devices: [], unread: [], next: null };
    },

    async findDevice({ iccid }, call) {
      const device = await unlessMissing(() => requests.getDevice(iccid, call));
      return device === null ? null : toListedDevice(device);
    },
  };
}

/** What is overlooked here would be taken to be gone; and nobody knows where such a list ends. */
function endedEarly({ year, page }: ListPlace): CarrierError {
  return new CarrierError({
    code: 'carrier.answer_unreadable',
    message: `Page ${String(page)} of Jasper’s list of devices changed in ${String(year)} was empty, and not the last.`,
    mayHaveApplied: false,
  });
}

function toListedDevice(answer: DeviceAnswer): ListedDevice {
  return { ...toCarrierDevice(answer), iccid: answer.iccid };
}

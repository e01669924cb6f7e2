import { mdnOf } from '../../domain/mdn.ts';
import type { DeviceListPort } from '../carrier-port.ts';
import type { OutsideSystem } from '../outside-system.ts';
import { readDevices } from '../read-devices.ts';
import { unlessMissing } from '../unless-missing.ts';
import { createNumbersPages } from './device-list-page.ts';
import type { TelegenceOptions } from './telegence-options.ts';
import type { LinePort } from './telegence-port.ts';

/** Small, since each line of a page is read by itself, and a page that fails is read again as a whole. */
const LINES_A_PAGE = 50;

/** The list names lines and no SIM, so each line is read as well. One that was cancelled since it was listed is left out. */
export function createLineList(
  options: TelegenceOptions,
  system: OutsideSystem,
  lines: Pick<LinePort, 'readDevice'>,
): DeviceListPort {
  const readPage = createNumbersPages(options, system, LINES_A_PAGE);
  return {
    async listDevices(from, call) {
      const page = Number(from ?? 1);
      const { numbers, isLast } = await readPage(page, call);
      const found = await readDevices(numbers, call, {
        identifierOf: (number) => number,
        read: (number) => unlessMissing(() => lines.readDevice(number, call)),
      });
      return {
        devices: found.read.filter((line) => line !== null),
        unread: found.unread.map(({ device, error }) => ({ identifier: device, iccid: null, error })),
        next: isLast ? null : String(page + 1),
      };
    },

    async findDevice({ iccid, msisdn }, call) {
      if (msisdn === null) return null;
      const line = await unlessMissing(() => lines.readDevice(mdnOf(msisdn) ?? msisdn, call));
      // Another SIM may have taken the line over.
      return line?.iccid == null || line.iccid === iccid ? line : null;
    },
  };
}

import type { OutsideCall } from '../../platform/exchange.ts';
import { CarrierError } from '../carrier-error.ts';
import { joinUrl } from '../join-url.ts';
import { listAnswer, type LineAnswer } from './answer.ts';
import { classifyThingspaceAnswer } from './error.ts';
import { LINES_A_PAGE, type LinePage } from './line-pages.ts';
import { idOfKind } from './mapper.ts';
import type { SendInSession } from './session-sender.ts';
import type { ThingspaceOptions } from './thingspace-options.ts';

/** The one request that reads lines: a single one by its ICCID, or a page of all. */
export function lineLists({ baseUrl, accountName }: ThingspaceOptions, send: SendInSession) {
  const list = (operation: string, body: object, call: OutsideCall): Promise<LinePage> =>
    send(
      {
        operation,
        method: 'POST',
        write: false,
        url: joinUrl(baseUrl, 'm2m', 'v1', 'devices', 'actions', 'list'),
        classify: classifyThingspaceAnswer,
        body: { accountName, ...body },
        answer: listAnswer,
      },
      call,
    );
  return {
    getLine: async (iccid: string, call: OutsideCall): Promise<LineAnswer> => {
      const { devices } = await list('Get Device', { deviceId: { id: iccid, kind: 'iccid' } }, call);
      return lineOf(iccid, devices);
    },

    listLines: (largestSeen: string | null, call: OutsideCall): Promise<LinePage> => {
      const from = largestSeen === null ? {} : { largestDeviceIdSeen: largestSeen };
      return list('List Devices', { maxNumberOfDevices: LINES_A_PAGE, ...from }, call);
    },
  };
}

/** The line by its identifier, never by its place in the list. */
function lineOf(iccid: string, devices: readonly LineAnswer[]): LineAnswer {
  const line = devices.find(({ deviceIds }) => idOfKind(deviceIds, 'iccid') === iccid);
  if (line !== undefined) return line;
  throw new CarrierError({
    code: 'carrier.device_not_found',
    message: 'ThingSpace lists no line with this ICCID on the account.',
    mayHaveApplied: false,
  });
}

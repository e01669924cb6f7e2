import type { OutsideCall } from '../../platform/exchange.ts';
import { joinUrl } from '../join-url.ts';
import type { OutsideRequest } from '../outside-system.ts';
import {
  acceptedAnswer,
  additionAnswer,
  registrationAnswer,
  requestStatusAnswer,
  type AdditionAnswer,
  type LineAnswer,
  type RequestStatusWord,
} from './answer.ts';
import { sendableDevices, type DeviceList } from './device-list.ts';
import { classifyThingspaceAnswer } from './error.ts';
import type { LineAction } from './line-action.ts';
import { lineLists } from './line-lists.ts';
import type { LinePage } from './line-pages.ts';
import { createSessionSender } from './session-sender.ts';
import type { ThingspaceOptions } from './thingspace-options.ts';

/** The single requests of the interface. All about lines name them, see DeviceList. */
export interface ThingspaceRequests {
  getLine(iccid: string, call: OutsideCall): Promise<LineAnswer>;
  /** The lines of the account whose number is larger than the one that was seen; null: from the first. */
  listLines(largestSeen: string | null, call: OutsideCall): Promise<LinePage>;
  /** Answers with the id of the accepted request. */
  act(action: LineAction, devices: DeviceList, call: OutsideCall): Promise<string>;
  addLines(devices: DeviceList, call: OutsideCall): Promise<AdditionAnswer>;
  getRequestStatus(requestId: string, call: OutsideCall): Promise<RequestStatusWord>;
  registerCallback(
    registration: { readonly url: string; readonly username: string; readonly password: string },
    call: OutsideCall,
  ): Promise<void>;
}

export function createThingspaceRequests(options: ThingspaceOptions): ThingspaceRequests {
  const send = createSessionSender(options);
  const { accountName } = options;
  const at = (...segments: readonly string[]) => ({
    url: joinUrl(options.baseUrl, 'm2m', 'v1', ...segments),
    classify: classifyThingspaceAnswer,
  });
  const read = { write: false } as const;
  const write = { write: true } as const;
  const post = { method: 'POST' } as const;

  return {
    ...lineLists(options, send),

    async act({ operation, path, method, fields }, devices, call) {
      const body = { ...fields, accountName, devices: sendableDevices(devices) };
      const request = { operation, method, ...write, ...at('devices', 'actions', path), body };
      return (await send({ ...request, answer: acceptedAnswer }, call)).requestId;
    },

    addLines(devices, call) {
      const body = { accountName, state: 'preactive', devicesToAdd: sendableDevices(devices) };
      const request = {
        operation: 'Add Device',
        ...post,
        ...write,
        ...at('devices', 'actions', 'add'),
        body,
      };
      return send({ ...request, answer: additionAnswer }, call);
    },

    async getRequestStatus(requestId, call) {
      const place = at('accounts', accountName, 'requests', requestId, 'status');
      const request = { operation: 'Get Request Status', method: 'GET', ...read, ...place } as const;
      return (await send({ ...request, answer: requestStatusAnswer }, call)).status;
    },

    async registerCallback({ url, username, password }, call) {
      const body = { name: 'CarrierService', url, username, password };
      const request: OutsideRequest<unknown> = {
        ...{ operation: 'Register Callback', ...post, ...write, ...at('callbacks', accountName), body },
        answer: registrationAnswer,
      };
      await send(request, call);
    },
  };
}

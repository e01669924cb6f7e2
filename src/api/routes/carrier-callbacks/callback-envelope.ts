import { z } from 'zod';
import { clipText } from '../../../domain/effect-text.ts';
import type { RequestFault } from '../../../domain/change-request.ts';
import type { CallbackCredentials } from '../../../platform/callback-credentials.ts';
import { inLowerCaseKeys } from '../../../platform/lower-case-keys.ts';
import { storableText } from '../../../platform/storable-text.ts';
import { Problem, summaryOf } from '../../problem.ts';

/** What the inbox itself needs of a message; what the message means is read by whoever waits for it. */
export interface CallbackEnvelope {
  readonly requestId: string;
  /** Null when the device is named by other numbers only. */
  readonly iccid: string | null;
  /** What went wrong; null when the message speaks of no failure. */
  readonly errorText: string | null;
}

const MAX_REQUEST_ID = 100;
const MAX_ERROR_BYTES = 500;
const MAX_ICCID = 40;

/** Empty texts where the message names none: they match nobody. */
export function toldCredentials(body: unknown): CallbackCredentials {
  const { username, password } = credentials.parse(inLowerCaseKeys(body));
  return { username, password };
}

/** @throws Problem request.malformed */
export function readEnvelope(body: unknown): CallbackEnvelope {
  const message = envelope.parse(inLowerCaseKeys(body));
  const requestId = requestIdOf(message.requestid);
  if (typeof requestId !== 'string') {
    throw new Problem('request.malformed', summaryOf([requestId]), { errors: [requestId] });
  }
  return { requestId, iccid: iccidOf(message.deviceids), errorText: errorTextOf(message.faultresponse) };
}

const text = z.string().catch('');
const credentials = z.object({ username: text, password: text });

const envelope = z.object({
  requestid: z.unknown().optional(),
  deviceids: z.array(z.unknown()).catch([]),
  faultresponse: z.unknown().optional(),
});

const deviceId = z.object({ id: z.union([z.string(), z.number()]).transform(String), kind: z.string() });
const fault = z.object({ faultcode: text, faultstring: text });

function requestIdOf(value: unknown): string | RequestFault {
  const pointer = '/requestId';
  if (value === undefined) {
    return { pointer, code: 'field.required', detail: 'Name the request that the message is about.' };
  }
  if (typeof value !== 'string') return { pointer, code: 'field.type', detail: 'Expected a text.' };
  const requestId = storableText(value);
  if (requestId.length > 0 && requestId.length <= MAX_REQUEST_ID) return requestId;
  return { pointer, code: 'field.size', detail: `Expected 1 to ${String(MAX_REQUEST_ID)} characters.` };
}

function iccidOf(deviceIds: readonly unknown[]): string | null {
  const known = deviceIds.flatMap((entry) => deviceId.safeParse(entry).data ?? []);
  const iccid = known.find(({ kind }) => kind.toLowerCase() === 'iccid')?.id;
  if (iccid === undefined || iccid === '' || iccid.length > MAX_ICCID) return null;
  return storableText(iccid);
}

/** A fault means failure, whatever else the message holds. */
function errorTextOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const { faultcode, faultstring } = fault.safeParse(value).data ?? { faultcode: '', faultstring: '' };
  const said = [faultstring, faultcode].filter((part) => part !== '').join(' ');
  return said === '' ? 'The carrier gave no reason.' : clipText(storableText(said), MAX_ERROR_BYTES);
}

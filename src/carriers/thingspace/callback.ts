import { z } from 'zod';
import type { DeviceStatus } from '../../domain/device-status.ts';
import type { DeviceErrorCode } from '../../domain/error-code.ts';
import { parseDocument, type Parsed } from '../../platform/setting-fault.ts';
import { saidInShort } from '../refusal.ts';
import { inLowerCaseKeys } from '../../platform/lower-case-keys.ts';
import { meaningOfFault } from './fault-code.ts';
import { idOfKind, productStatusOf } from './mapper.ts';

/** The result of one line, as the carrier tells it. The same one can come up to four times, and out of order. */
export interface ThingspaceCallback {
  /** User and password that the registration named; empty when the message has none. */
  readonly username: string;
  readonly password: string;
  readonly requestId: string;
  /** Null when the line is named by other identifiers only. */
  readonly iccid: string | null;
  readonly imei: string | null;
  readonly result: CallbackResult;
}

export type CallbackResult =
  | { readonly kind: 'succeeded'; readonly line: LineNews }
  | { readonly kind: 'failed'; readonly code: DeviceErrorCode; readonly message: string }
  /** On hold at the carrier: not final, another callback follows. */
  | { readonly kind: 'waiting'; readonly message: string };

/** What the action gave the line; null where the message says nothing. */
export interface LineNews {
  readonly mdn: string | null;
  readonly msisdn: string | null;
  readonly ipAddress: string | null;
  readonly status: DeviceStatus | null;
  readonly ratePlan: string | null;
}

/** Reads a callback of `CarrierService`. The faults name fields, never values. */
export function parseThingspaceCallback(body: unknown): Parsed<ThingspaceCallback> {
  const parsed = parseDocument(envelope, inLowerCaseKeys(body));
  return parsed.ok ? { ok: true, value: toCallback(parsed.value) } : parsed;
}

const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === undefined || value === null || value === '' ? null : String(value)));

const deviceIds = z
  .array(z.object({ id: z.union([z.string(), z.number()]).transform(String), kind: z.string() }))
  .nullish()
  .transform((ids) => ids ?? []);

/** All of it optional: some actions answer with an empty member, or with none. */
const news = z.object({ deviceids: deviceIds, ipaddress: text, state: text, serviceplan: text });

const envelope = z.object({
  username: text,
  password: text,
  requestid: z.string().min(1).max(100),
  deviceids: deviceIds,
  deviceresponse: z.record(z.string(), z.unknown()).nullish(),
  faultresponse: z.object({ faultcode: text, faultstring: text }).nullish(),
});

type Envelope = z.infer<typeof envelope>;

function toCallback(message: Envelope): ThingspaceCallback {
  return {
    username: message.username ?? '',
    password: message.password ?? '',
    requestId: message.requestid,
    iccid: idOfKind(message.deviceids, 'iccid'),
    imei: idOfKind(message.deviceids, 'imei'),
    result: resultOf(message),
  };
}

/** A fault means failure and no fault means success, whatever else the message holds. */
function resultOf({ faultresponse, deviceresponse }: Envelope): CallbackResult {
  if (faultresponse === undefined || faultresponse === null) {
    return { kind: 'succeeded', line: newsOf(Object.values(deviceresponse ?? {})[0]) };
  }
  const faultCode = faultresponse.faultcode ?? '';
  const code = meaningOfFault(faultCode);
  const message = saidInShort(`${faultresponse.faultstring ?? ''} (${faultCode})`) ?? 'No reason was given.';
  return code === 'thingspace.on_hold' ? { kind: 'waiting', message } : { kind: 'failed', code, message };
}

function newsOf(member: unknown): LineNews {
  const told = news.safeParse(member).data;
  return {
    mdn: idOfKind(told?.deviceids ?? [], 'mdn'),
    msisdn: idOfKind(told?.deviceids ?? [], 'msisdn'),
    ipAddress: told?.ipaddress ?? null,
    status: productStatusOf(told?.state ?? null),
    ratePlan: told?.serviceplan ?? null,
  };
}

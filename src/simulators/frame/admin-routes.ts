import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { AdminAccess } from './admin-access.ts';
import { adminKeyHeader } from './admin-access.ts';
import { sendAnswer, type Answer } from './answer.ts';
import { decodeSegment, toCall, type Call } from './call.ts';
import { addDevices, listDevices } from './admin-devices.ts';
import { moveClock } from './admin-clock.ts';
import type { CallbackLog } from './callback-log.ts';
import type { Effect } from './effect-log.ts';
import { faultPlanSchema } from './fault-plan.ts';
import { limitsByAccountSchema } from './limits.ts';
import { sendNdjson } from './ndjson.ts';
import { readBody } from './read-body.ts';
import type { SequencedLog } from './sequenced-log.ts';
import type { ServingParts } from './serve-call.ts';

/** What the admin routes look at and change. */
export interface AdminParts extends ServingParts {
  access: AdminAccess;
  effects: SequencedLog<Effect>;
  callbacks: CallbackLog;
  accounts: readonly string[];
  /** Returns everything to the seed. */
  reset: () => void;
}

/** Paths below this one belong to the simulator and not to the carrier. */
export const adminPrefix = '/__simulator/';

const maxBodyBytes = 256 * 1024 * 1024;
const sinceSchema = z.coerce.number().int().nonnegative().default(0);

/** Serves one request to the admin interface. */
export async function serveAdmin(
  parts: AdminParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!parts.access(request)) {
    const error = `The admin routes of this simulator need its key in the header ${adminKeyHeader}.`;
    sendAnswer(response, { status: 401, json: { error } });
    return;
  }
  const text = await readBody(request, maxBodyBytes);
  if (text === null) {
    sendAnswer(response, { status: 413, json: { error: 'Send the records in several requests.' } });
    return;
  }
  const call = toCall(request, text);
  parts.tick();
  const route = `${call.method} ${call.path.slice(adminPrefix.length)}`;
  try {
    if (route === 'GET effects') await sendNdjson(response, parts.effects.since(sinceOf(call)));
    else if (route === 'GET requests') await sendNdjson(response, parts.requests.since(sinceOf(call)));
    else if (route === 'GET callbacks') await sendNdjson(response, parts.callbacks.since(sinceOf(call)));
    else sendAnswer(response, answerTo(parts, route, call));
  } catch (error) {
    if (response.headersSent) throw error;
    sendAnswer(response, { status: 400, json: { error: explain(error) } });
  } finally {
    parts.store.commit();
  }
}

function answerTo(parts: AdminParts, route: string, call: Call): Answer {
  switch (route) {
    case 'GET devices':
      return { status: 200, json: listDevices(parts.carrier.records, call.query) };
    case 'POST devices':
      return { status: 201, json: { added: addDevices(parts.carrier.records, call.json) } };
    case 'GET statistics':
      return { status: 200, json: parts.statistics.view() };
    case 'POST clock':
      moveClock(parts, call.json);
      return clockAnswer(parts);
    case 'GET clock':
      return clockAnswer(parts);
    case 'POST reset':
      parts.reset();
      return { status: 200, json: { reset: true } };
    case 'PUT faults':
      parts.faults.replace(faultPlanSchema.parse(call.json));
      return { status: 200, json: parts.faults.view() };
    case 'GET faults':
      return { status: 200, json: parts.faults.view() };
    case 'PUT limits':
      parts.limits.replace(limitsByAccountSchema.parse(call.json));
      return limitsAnswer(parts);
    case 'GET limits':
      return limitsAnswer(parts);
    default:
      return deviceAnswer(parts, route);
  }
}

function deviceAnswer(parts: AdminParts, route: string): Answer {
  const identifier = /^GET devices\/([^/]+)$/.exec(route)?.[1];
  if (identifier === undefined) {
    return { status: 404, json: { error: `The simulator has no admin route ${route}.` } };
  }
  const record = parts.carrier.records.get(decodeSegment(identifier));
  if (record !== undefined) return { status: 200, json: record };
  return { status: 404, json: { error: `The carrier has no record of ${decodeSegment(identifier)}.` } };
}

function clockAnswer({ clock }: AdminParts): Answer {
  return { status: 200, json: { now: clock.iso(), offsetMs: clock.offsetMs() } };
}

function limitsAnswer({ limits, accounts }: AdminParts): Answer {
  return { status: 200, json: limits.view(accounts) };
}

function sinceOf(call: Call): number {
  return sinceSchema.parse(call.query.get('since') ?? undefined);
}

function explain(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : String(error);
}

import type { Exchange, OutsideCall } from '../../platform/exchange.ts';
import type { HttpAnswer } from '../../platform/http-client.ts';
import { redactText } from '../../platform/redact.ts';
import { readAnswer } from '../outside-answer.ts';
import { sendOutside } from '../outside-request.ts';
import type { OutsideRequest, OutsideSystem } from '../outside-system.ts';
import { hidePersonalCharacteristics } from './personal-characteristics.ts';
import type { Settled } from './settled.ts';

/** One of those who share a request. */
export interface Member<Part> {
  readonly part: Part;
  readonly call: OutsideCall;
}

/** A request as the members who are still there make it up together. */
export interface JointRequest<T, Part, Result> extends Omit<OutsideRequest<T>, 'body'> {
  readonly bodyOf?: (parts: readonly Part[]) => unknown;
  /** What of the answer's body concerns a member; undefined: none of it can be told apart. */
  readonly ownAnswer: (part: Part, body: unknown) => unknown;
  /** A member's own result; `place` is its place among those who were sent. Throws when it has none. */
  readonly resultOf: (part: Part, answer: T, place: number) => Result;
}

/**
 * Sends one request for several calls and gives each its own outcome, in their order. Each is asked before a write
 * leaves; whoever has given up or refuses by then stays out. Each is told of the exchange as far as it is its own.
 * Nobody's giving up cancels the request under way, as the others depend on it: its own timeout bounds it.
 */
export async function sendJointly<T, Part, Result>(
  system: OutsideSystem,
  request: JointRequest<T, Part, Result>,
  members: readonly Member<Part>[],
): Promise<readonly Settled<Result>[]> {
  const missing = new Map<Member<Part>, unknown>();
  dropGivenUp(members, missing);
  const present = () => members.filter((member) => !missing.has(member));
  let outcome: Settled<T>;
  try {
    if (present().length === 0) throw new Error('Nobody is left to send the request for.');
    outcome = { ok: true, value: await send(system, request, { members, missing, present }) };
  } catch (error) {
    outcome = { ok: false, error };
  }
  const sent = present();
  return members.map((member) =>
    missing.has(member)
      ? { ok: false, error: missing.get(member) }
      : settle(outcome, (answer) => request.resultOf(member.part, answer, sent.indexOf(member))),
  );
}

interface Party<Part> {
  readonly members: readonly Member<Part>[];
  /** Those who stay out, and why. */
  readonly missing: Map<Member<Part>, unknown>;
  present(): readonly Member<Part>[];
}

function send<T, Part, Result>(
  system: OutsideSystem,
  request: JointRequest<T, Part, Result>,
  party: Party<Part>,
): Promise<T> {
  const { bodyOf } = request;
  let raw: HttpAnswer | null = null;
  const listening: OutsideSystem = {
    ...system,
    http: {
      send: async (sending) => (raw = await system.http.send(sending)),
      close: () => system.http.close(),
    },
  };
  // The body is written only once everyone was asked: by then somebody may have left.
  const body = bodyOf && { toJSON: () => bodyOf(party.present().map(({ part }) => part)) };
  const call: OutsideCall = {
    readFirst: false,
    signal: new AbortController().signal,
    beforeWrite: (operation) => announce(operation, party),
    onExchange: (exchange) => {
      for (const member of party.present()) {
        member.call.onExchange(ownExchange(request, exchange, member.part, raw));
      }
    },
  };
  return sendOutside(listening, { ...request, ...(body === undefined ? {} : { body }) }, call);
}

/** Throws when nobody is left. */
async function announce<Part>(operation: string, party: Party<Part>): Promise<void> {
  dropGivenUp(party.members, party.missing);
  await Promise.all(
    party.present().map(async (member) => {
      try {
        await member.call.beforeWrite(operation);
      } catch (error) {
        party.missing.set(member, error);
      }
    }),
  );
  if (party.present().length === 0) throw new Error('Nobody is left to send the request for.');
}

function dropGivenUp<Part>(members: readonly Member<Part>[], missing: Map<Member<Part>, unknown>): void {
  for (const member of members) {
    if (member.call.signal.aborted && !missing.has(member)) missing.set(member, member.call.signal.reason);
  }
}

function ownExchange<T, Part, Result>(
  request: JointRequest<T, Part, Result>,
  exchange: Exchange,
  part: Part,
  raw: HttpAnswer | null,
): Exchange {
  const [line = ''] = exchange.requestText.split('\n', 1);
  const ownBody = request.bodyOf && textOf(request.bodyOf([part]));
  const own = raw === null ? undefined : request.ownAnswer(part, readAnswer(raw).body);
  // An answer without elements is a refusal of the whole: it says nothing about anybody in particular.
  const whole = exchange.responseText === null ? null : hidePersonalCharacteristics(exchange.responseText);
  return {
    ...exchange,
    requestText: ownBody === undefined ? line : `${line}\n${ownBody}`,
    responseText: own === undefined ? whole : textOf(own),
  };
}

function textOf(value: unknown): string {
  return hidePersonalCharacteristics(redactText(JSON.stringify(value)));
}

function settle<T, Result>(outcome: Settled<T>, resultOf: (answer: T) => Result): Settled<Result> {
  if (!outcome.ok) return outcome;
  try {
    return { ok: true, value: resultOf(outcome.value) };
  } catch (error) {
    return { ok: false, error };
  }
}

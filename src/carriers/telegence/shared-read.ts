import type { OutsideCall } from '../../platform/exchange.ts';
import type { OutsideSystem } from '../outside-system.ts';
import { sendJointly, type JointRequest, type Member } from './joint-request.ts';
import { untilGivenUp, unwrap, type Settled } from './settled.ts';

interface Round<Part, Result> {
  readonly members: Member<Part>[];
  readonly outcomes: Promise<readonly Settled<Result>[]>;
}

/**
 * Joins concurrent questions with the same key into one read. Those of one turn of the event loop share it; while it
 * is under way the next ones gather for a read of their own, so that nobody gets an answer older than the question.
 */
export function createSharedRead<T, Part, Result>(
  system: OutsideSystem,
  requestOf: (key: string) => JointRequest<T, Part, Result> & {
    readonly headers?: Readonly<Record<string, string>>;
  },
): (key: string, part: Part, call: OutsideCall) => Promise<Result> {
  const open = new Map<string, Round<Part, Result>>();

  function openRound(key: string): Round<Part, Result> {
    const members: Member<Part>[] = [];
    const { headers, ...request } = requestOf(key);
    const addressed =
      headers === undefined ? system : { ...system, headers: { ...system.headers, ...headers } };
    const send = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      open.delete(key);
      return sendJointly(addressed, request, members);
    };
    return { members, outcomes: send() };
  }

  return async (key, part, call) => {
    const round = open.get(key) ?? openRound(key);
    open.set(key, round);
    const place = round.members.push({ part, call }) - 1;
    const own = round.outcomes.then((outcomes) => {
      const settled = outcomes[place];
      if (settled === undefined) throw new Error('A shared read lost one of its members.');
      return unwrap(settled);
    });
    return untilGivenUp(own, call.signal);
  };
}

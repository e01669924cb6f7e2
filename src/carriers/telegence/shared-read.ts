import type { OutsideCall } from '../../platform/exchange.ts';
import { createGatherer, type Gatherer } from '../../platform/gatherer.ts';
import type { OutsideSystem } from '../outside-system.ts';
import { sendJointly, type JointRequest, type Member } from './joint-request.ts';
import { untilGivenUp, unwrap, type Settled } from './settled.ts';

/** Keys whose questions are joined; the longest unasked is forgotten first, at no more cost than a further read. */
const MAX_KEYS = 1_000;

interface KeyedRequest<T, Part, Result> extends JointRequest<T, Part, Result> {
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Joins concurrent questions with the same key into one read. While it is under way the next ones gather for another,
 * so that nobody gets an answer older than the question.
 */
export function createSharedRead<T, Part, Result>(
  options: { readonly system: OutsideSystem; readonly gatherMs: number },
  requestOf: (key: string) => KeyedRequest<T, Part, Result>,
): (key: string, part: Part, call: OutsideCall) => Promise<Result> {
  const { system, gatherMs } = options;
  const byKey = new Map<string, Gatherer<Member<Part>, Settled<Result>>>();

  function make(key: string): Gatherer<Member<Part>, Settled<Result>> {
    const { headers, ...request } = requestOf(key);
    const addressed = { ...system, headers: { ...system.headers, ...headers } };
    return createGatherer({
      maxItems: 1_000,
      lingerMs: gatherMs,
      maxQueued: 20_000,
      run: (members) => sendJointly(addressed, request, members),
    });
  }

  return async (key, part, call) => {
    const gatherer = byKey.get(key) ?? make(key);
    byKey.delete(key);
    byKey.set(key, gatherer);
    const [oldest] = byKey.keys();
    if (byKey.size > MAX_KEYS && oldest !== undefined) byKey.delete(oldest);
    return unwrap(await untilGivenUp(gatherer.submit({ part, call }), call.signal));
  };
}

import type { Exchange, OutsideCall } from '../../platform/exchange.ts';
import { createGatherer } from '../../platform/gatherer.ts';
import { CarrierError } from '../carrier-error.ts';
import { unlessMissing } from '../unless-missing.ts';
import type { Member } from './joint-request.ts';
import type { DeviceList } from './device-list.ts';
import { LIST_DEVICES } from './device-list-page.ts';
import { untilGivenUp, unwrap, type Settled } from './settled.ts';
import type { TelegenceLine } from './telegence-port.ts';

/** Lines read at once. The account's budget still has the last word. */
const READ_AT_ONCE = 10;

/**
 * Finds the line of a SIM that is not cancelled. The carrier looks lines up by number only, so the account's lines are
 * read until the SIMs asked for are found; concurrent searches share one pass. Answers null when no line has the SIM.
 * Throws CarrierError, also when the account has more than `maxLines` lines: then the outcome stays open.
 */
export function createSimSearch(deps: {
  readonly listDevices: DeviceList;
  readonly readLine: (subscriberNumber: string, call: OutsideCall) => Promise<TelegenceLine>;
  readonly maxLines: number;
  readonly gatherMs: number;
}): (iccid: string, call: OutsideCall) => Promise<TelegenceLine | null> {
  const gatherer = createGatherer<Member<string>, Settled<TelegenceLine | null>>({
    maxItems: 1_000,
    lingerMs: deps.gatherMs,
    maxQueued: 20_000,
    async run(members) {
      const present = members.filter(({ call }) => !call.signal.aborted);
      try {
        const found = await pass(new Set(present.map(({ part }) => part)), callOfAll(present));
        return members.map(({ part }) => ({ ok: true, value: found.get(part) ?? null }));
      } catch (error) {
        return members.map(() => ({ ok: false, error }));
      }
    },
  });

  async function pass(wanted: ReadonlySet<string>, call: OutsideCall): Promise<Map<string, TelegenceLine>> {
    const found = new Map<string, TelegenceLine>();
    if (wanted.size === 0) return found;
    const numbers = await deps.listDevices(call, deps.maxLines);
    if (numbers.length > deps.maxLines) throw tooMany(deps.maxLines);
    for (let at = 0; at < numbers.length && found.size < wanted.size; at += READ_AT_ONCE) {
      const some = numbers.slice(at, at + READ_AT_ONCE);
      for (const line of await Promise.all(
        some.map((number) => unlessMissing(() => deps.readLine(number, call))),
      )) {
        if (line === null || line.iccid === null || line.status === 'deactivated') continue;
        if (wanted.has(line.iccid)) found.set(line.iccid, line);
      }
    }
    return found;
  }

  return async (iccid, call) =>
    unwrap(await untilGivenUp(gatherer.submit({ part: iccid, call }), call.signal));
}

/**
 * Everyone is told of the pages, the failures and the line of the own SIM. The reads of all other lines concern nobody,
 * and would fill each log with thousands of entries.
 */
function callOfAll(members: readonly Member<string>[]): OutsideCall {
  return {
    readFirst: false,
    signal: new AbortController().signal,
    beforeWrite: () => Promise.resolve(),
    onExchange: (exchange) => {
      for (const { part, call } of members) {
        if (exchange.errorText !== null || concerns(part, exchange)) call.onExchange(exchange);
        else if (exchange.operation === LIST_DEVICES) call.onExchange({ ...exchange, responseText: null });
      }
    },
  };
}

function concerns(iccid: string, { responseText }: Exchange): boolean {
  return responseText?.includes(`"${iccid}"`) ?? false;
}

function tooMany(maxLines: number): CarrierError {
  return new CarrierError({
    code: 'telegence.activation_unverified',
    message: `An earlier activation may have reached Telegence, and the account has more than the ${String(maxLines)} lines that may be searched for the SIM. Look it up at the carrier, or raise activation.maxLinesToSearch.`,
    mayHaveApplied: true,
  });
}

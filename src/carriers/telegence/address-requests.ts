import type { OutsideCall } from '../../platform/exchange.ts';
import { createGatherer } from '../../platform/gatherer.ts';
import { CarrierError } from '../carrier-error.ts';
import type { OutsideAnswer } from '../outside-answer.ts';
import type { OutsideSystem } from '../outside-system.ts';
import { addressSupply } from './answer.ts';
import { classifyTelegenceAnswer } from './error.ts';
import { sendJointly, type JointRequest, type Member } from './joint-request.ts';
import { untilGivenUp, unwrap, type Settled } from './settled.ts';
import { perShape } from './per-shape.ts';
import type { TelegenceOptions } from './telegence-options.ts';
import { urlAt } from './telegence-system.ts';

/** Addresses asked for at once: as many as one submission can give to lines. */
export const ADDRESSES_PER_REQUEST = 10;

/** Joins concurrent requests for an address of one profile. When fewer come than were asked for, those at the end get an error. */
export function createAddressRequests(
  options: TelegenceOptions,
  system: OutsideSystem,
): (pdpName: string, call: OutsideCall) => Promise<string> {
  const gathererOf = perShape((pdpName: string) =>
    createGatherer<Member<null>, Settled<string>>({
      maxItems: ADDRESSES_PER_REQUEST,
      lingerMs: options.settings.gatherMs,
      maxQueued: 20_000,
      run: (members) => sendJointly(system, requestOf(pdpName, options), members),
    }),
  );
  return async (pdpName, call) =>
    unwrap(await untilGivenUp(gathererOf(pdpName).submit({ part: null, call }), call.signal));
}

function requestOf(
  pdpName: string,
  options: TelegenceOptions,
): JointRequest<{ ipAddressRecords: string[] }, null, string> {
  return {
    operation: 'Request Addresses',
    method: 'POST',
    url: urlAt(options, options.settings.paths.addressRequest),
    // Addresses are set aside for a while and no line is changed: what is lost here comes back by itself.
    write: false,
    answer: addressSupply,
    classify: (answer: OutsideAnswer) => classifyTelegenceAnswer('account', answer),
    bodyOf: (parts) => ({ pdpName, ipQuantity: parts.length }),
    // Addresses alone are not personal, and who gets which is told by the submission.
    ownAnswer: () => undefined,
    resultOf: (_part, { ipAddressRecords }, place) => ipAddressRecords[place] ?? refuseNone(pdpName),
  };
}

function refuseNone(pdpName: string): never {
  throw new CarrierError({
    code: 'telegence.no_address_available',
    message: `Telegence has fewer free addresses in the profile ${pdpName} than were asked for: this line gets none. Free some or ask the carrier for more, then retry.`,
    mayHaveApplied: false,
  });
}

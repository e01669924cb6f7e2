import type { StaticIpProfile } from '../../domain/change-order.ts';
import type { OutsideCall } from '../../platform/exchange.ts';
import { createGatherer } from '../../platform/gatherer.ts';
import type { OutsideAnswer } from '../outside-answer.ts';
import type { OutsideSystem } from '../outside-system.ts';
import { ADDRESSES_PER_REQUEST } from './address-requests.ts';
import { addressReceipt } from './answer.ts';
import { classifyTelegenceAnswer } from './error.ts';
import { sendJointly, type JointRequest, type Member } from './joint-request.ts';
import { untilGivenUp, unwrap, type Settled } from './settled.ts';
import { perShape } from './per-shape.ts';
import type { TelegenceOptions } from './telegence-options.ts';
import type { AddressOrder } from './telegence-port.ts';
import { urlAt } from './telegence-system.ts';

interface Receipt {
  readonly batchId: string;
}

/** Joins concurrent submissions of addresses of one profile into tens; all of a request get its batch's id. */
export function createAddressSubmissions(
  options: TelegenceOptions,
  system: OutsideSystem,
): (order: AddressOrder, call: OutsideCall) => Promise<Receipt> {
  const gathererOf = perShape((profile: StaticIpProfile) =>
    createGatherer<Member<AddressOrder>, Settled<Receipt>>({
      maxItems: ADDRESSES_PER_REQUEST,
      lingerMs: options.settings.gatherMs,
      maxQueued: 20_000,
      run: (members) => sendJointly(system, requestOf(profile, options), members),
    }),
  );
  return async (order, call) =>
    unwrap(await untilGivenUp(gathererOf(order.profile).submit({ part: order, call }), call.signal));
}

function requestOf(
  profile: StaticIpProfile,
  options: TelegenceOptions,
): JointRequest<{ message: string }, AddressOrder, Receipt> {
  const { billingAccountNumber, paths } = options.settings;
  return {
    operation: 'Submit Addresses',
    method: 'POST',
    url: urlAt(options, paths.addressSubmission),
    write: true,
    answer: addressReceipt,
    classify: (answer: OutsideAnswer) => classifyTelegenceAnswer('account', answer),
    bodyOf: (orders) => ({
      pdpName: profile.pdpName,
      billingAccountNumber,
      subscriber: orders.map(({ subscriberNumber, ipAddress, effectiveDate }) => ({
        subscriberNumber,
        ipAddressRecord: { ipAddress },
        accessPointName: profile.accessPointName,
        lteIndicator: profile.lteIndicator,
        defaultAPNIndicator: profile.defaultApnIndicator,
        effectiveDate: `${effectiveDate}Z`,
      })),
    }),
    // The answer is one sentence about the whole batch.
    ownAnswer: () => undefined,
    resultOf: (_order, { message }) => ({ batchId: message }),
  };
}

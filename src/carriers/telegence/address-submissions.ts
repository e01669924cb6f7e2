import type { OutsideCall } from '../../platform/exchange.ts';
import { createGatherer } from '../../platform/gatherer.ts';
import type { OutsideAnswer } from '../outside-answer.ts';
import type { OutsideSystem } from '../outside-system.ts';
import { ADDRESSES_PER_REQUEST } from './address-requests.ts';
import { addressReceipt } from './answer.ts';
import { classifyTelegenceAnswer } from './error.ts';
import { sendJointly, type JointRequest, type Member } from './joint-request.ts';
import { untilGivenUp, unwrap, type Settled } from './settled.ts';
import type { StaticIpProfile } from './settings.ts';
import type { TelegenceOptions } from './telegence-options.ts';
import type { AddressOrder } from './telegence-port.ts';
import { urlAt } from './telegence-system.ts';

interface Receipt {
  readonly batchId: string;
}

/** Joins concurrent submissions of addresses for lines into tens; all of a request get its batch's id. */
export function createAddressSubmissions(
  options: TelegenceOptions,
  profile: StaticIpProfile,
  system: OutsideSystem,
): (order: AddressOrder, call: OutsideCall) => Promise<Receipt> {
  const { billingAccountNumber, paths, gatherMs } = options.settings;
  const { pdpName, ...indicators } = profile;
  const request: JointRequest<{ message: string }, AddressOrder, Receipt> = {
    operation: 'Submit Addresses',
    method: 'POST',
    url: urlAt(options, paths.addressSubmission),
    write: true,
    answer: addressReceipt,
    classify: (answer: OutsideAnswer) => classifyTelegenceAnswer('account', answer),
    bodyOf: (orders) => ({
      pdpName,
      billingAccountNumber,
      subscriber: orders.map(({ subscriberNumber, ipAddress, effectiveDate }) => ({
        subscriberNumber,
        ipAddressRecord: { ipAddress },
        ...indicators,
        effectiveDate: `${effectiveDate}Z`,
      })),
    }),
    // The answer is one sentence about the whole batch.
    ownAnswer: () => undefined,
    resultOf: (_order, { message }) => ({ batchId: message }),
  };
  const gatherer = createGatherer<Member<AddressOrder>, Settled<Receipt>>({
    maxItems: ADDRESSES_PER_REQUEST,
    lingerMs: gatherMs,
    maxQueued: 20_000,
    run: (members) => sendJointly(system, request, members),
  });
  return async (order, call) =>
    unwrap(await untilGivenUp(gatherer.submit({ part: order, call }), call.signal));
}

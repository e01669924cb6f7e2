import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Answer } from '../frame/answer.ts';
import type { RunContext } from '../frame/carrier.ts';
import type { TelegenceAccount } from './account.ts';
import { forgetEnded } from './forget-ended.ts';
import { isHit } from './item-fault.ts';
import { namesOfLine } from './line-names.ts';
import { reserveAddress, type AddressWish } from './reserve-address.ts';
import { telegenceError } from './telegence-error.ts';
import type { TelegenceState } from './telegence-state.ts';
import type { TelegenceWork } from './telegence-work.ts';

const addressSchema = z.union([
  z.string(),
  z.looseObject({ ipAddress: z.string() }).transform(({ ipAddress }) => ipAddress),
]);
const bodySchema = z.object({
  pdpName: z.string(),
  billingAccountNumber: z.string(),
  subscriber: z.array(z.looseObject({ subscriberNumber: z.string(), ipAddressRecord: addressSchema })).min(1),
});

/** The numbers a submission names, as far as it can be read. */
export function subscribersOf(body: unknown): string[] {
  const parsed = bodySchema.safeParse(body);
  return parsed.success ? parsed.data.subscriber.map(({ subscriberNumber }) => subscriberNumber) : [];
}

/** `POST` of addresses for subscribers: the batch's id is the last word of the message. */
export function submitAddresses(
  state: TelegenceState,
  later: TelegenceWork,
  account: TelegenceAccount,
  body: unknown,
  context: RunContext,
): Answer {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) {
    return telegenceError(400, 'pdpName, billingAccountNumber and subscribers with addresses are required');
  }
  const { pdpName, billingAccountNumber, subscriber } = parsed.data;
  if (subscriber.length > account.addressBatchSize) {
    return telegenceError(400, `At most ${account.addressBatchSize} subscribers in a request`);
  }
  if (state.pools.of(account.account, pdpName) === undefined) {
    return telegenceError(400, `pdpName ${pdpName} is not valid`);
  }
  if (billingAccountNumber !== account.billingAccountNumber) {
    return telegenceError(400, `billingAccountNumber ${billingAccountNumber} is not valid`);
  }
  forgetEnded(state.provisionings, ({ done }) => done);
  const batchId = randomUUID();
  for (const [at, { subscriberNumber, ipAddressRecord }] of subscriber.entries()) {
    const wish = { account: account.account, pdpName, subscriberNumber, ipAddress: ipAddressRecord };
    accept(state, later, batchId, wish, at, context);
  }
  return { status: 200, json: { message: `The request was accepted, batch-id: ${batchId}` } };
}

function accept(
  state: TelegenceState,
  later: TelegenceWork,
  batchId: string,
  wish: AddressWish,
  at: number,
  { seq, fault }: RunContext,
): void {
  const { clock, processingMs } = state.frame;
  const identifiers = namesOfLine(state, wish.subscriberNumber);
  const isStuck = isHit(fault, 'stuckPending', identifiers, at);
  const isRejected = isHit(fault, 'rejectItem', identifiers, at);
  const id = randomUUID();
  const delayMs = processingMs(wish.account);
  state.provisionings.put({
    ...wish,
    id,
    batchId,
    request: seq,
    submittedAt: clock.now(),
    dueAt: isStuck ? null : clock.now() + delayMs,
    failure: isRejected
      ? { step: 'profileCheck', message: 'The subscriber was rejected' }
      : reserveAddress(state, wish),
    done: false,
  });
  if (!isStuck) later.add({ kind: 'provisioning', id }, delayMs);
}

import type { OutsideCall } from '../../platform/exchange.ts';
import { createGatherer } from '../../platform/gatherer.ts';
import { CarrierError } from '../carrier-error.ts';
import type { OutsideAnswer } from '../outside-answer.ts';
import type { OutsideSystem } from '../outside-system.ts';
import { activationBody } from './activation-body.ts';
import { activationAnswer, type ActivationElement } from './answer.ts';
import { classifyTelegenceAnswer } from './error.ts';
import { sendJointly, type JointRequest, type Member } from './joint-request.ts';
import { elementOf, rawElementOf } from './own-element.ts';
import { untilGivenUp, unwrap, type Settled } from './settled.ts';
import type { TelegenceOptions } from './telegence-options.ts';
import type { ActivationOrder } from './telegence-port.ts';
import { urlAt } from './telegence-system.ts';

/** The ids of the batch and of the SIM's own element. */
export interface Receipt {
  readonly batchId: string;
  readonly elementId: string;
}

type Answer = readonly (ActivationElement | null)[];

/** Joins concurrent orders of the account into one request of at most 200, and hands each its own receipt. */
export function createActivationBatches(
  options: TelegenceOptions,
  system: OutsideSystem,
): (order: ActivationOrder, call: OutsideCall) => Promise<Receipt> {
  const { settings } = options;
  const request: JointRequest<Answer, ActivationOrder, Receipt> = {
    operation: 'Activate',
    method: 'POST',
    url: urlAt(options, settings.paths.activation),
    write: true,
    answer: activationAnswer,
    classify: (answer: OutsideAnswer) => classifyTelegenceAnswer('account', answer),
    bodyOf: (orders) => oncePerSim(orders).map((order) => activationBody(order, settings)),
    ownAnswer: (order, body) => rawElementOf(body, order.iccid),
    resultOf: (order, answer) => receiptOf(answer, order.iccid),
  };
  const gatherer = createGatherer<Member<ActivationOrder>, Settled<Receipt>>({
    maxItems: settings.activation.maxPerRequest,
    lingerMs: settings.gatherMs,
    maxQueued: 20_000,
    run: (members) => sendJointly(system, request, members),
  });
  return async (order, call) =>
    unwrap(await untilGivenUp(gatherer.submit({ part: order, call }), call.signal));
}

/** Two calls about one SIM are one activation: a second element would be a second number. */
function oncePerSim(orders: readonly ActivationOrder[]): readonly ActivationOrder[] {
  return [...new Map(orders.map((order) => [order.iccid, order])).values()];
}

function receiptOf(answer: Answer, iccid: string): Receipt {
  const own = elementOf(answer, iccid);
  // The batch goes by the id of its first element.
  const batchId = answer[0]?.id ?? '';
  if (own !== undefined && own.id !== '' && batchId !== '') return { batchId, elementId: own.id };
  throw new CarrierError({
    code: 'carrier.answer_unreadable',
    message: `Telegence accepted a batch of activations, but its answer has no usable element for SIM ${iccid}.`,
    mayHaveApplied: true,
  });
}

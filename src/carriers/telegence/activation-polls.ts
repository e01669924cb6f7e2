import type { OutsideCall } from '../../platform/exchange.ts';
import { CarrierError } from '../carrier-error.ts';
import type { OutsideAnswer } from '../outside-answer.ts';
import type { OutsideSystem } from '../outside-system.ts';
import { activationAnswer, type ActivationElement } from './answer.ts';
import { classifyTelegenceAnswer, NEEDS_ESIM } from './error.ts';
import { elementOf, rawElementOf } from './own-element.ts';
import { createSharedRead } from './shared-read.ts';
import type { TelegenceOptions } from './telegence-options.ts';
import type { ActivationState } from './telegence-port.ts';
import { urlAt } from './telegence-system.ts';

/** Asks how far a SIM's activation has come; concurrent questions about one batch share one request. */
export function createActivationPolls(
  options: TelegenceOptions,
  system: OutsideSystem,
): (batchId: string, iccid: string, call: OutsideCall) => Promise<ActivationState> {
  return createSharedRead({ system, gatherMs: options.settings.gatherMs }, (batchId) => ({
    operation: 'Activation Status',
    method: 'GET',
    url: urlAt(options, options.settings.paths.activationStatus, batchId),
    write: false,
    answer: activationAnswer,
    classify: (answer: OutsideAnswer) => classifyTelegenceAnswer('batch', answer),
    ownAnswer: (iccid: string, body: unknown) => rawElementOf(body, iccid),
    resultOf: (iccid: string, answer: readonly (ActivationElement | null)[]) =>
      activationStateOf(elementOf(answer, iccid), iccid),
  }));
}

/** Throws CarrierError when the batch says nothing of the SIM, or that it is active without a number. */
export function activationStateOf(element: ActivationElement | undefined, iccid: string): ActivationState {
  if (element === undefined) throw unreadable(`The batch has no element for SIM ${iccid}.`);
  const { status, subscriberNumber, error, name } = element.service;
  switch (status) {
    case 'active':
      if (subscriberNumber === '') throw unreadable(`SIM ${iccid} is active, but no number is named.`);
      return { kind: 'active', subscriberNumber };
    case 'rejected':
      return {
        kind: 'rejected',
        reason: error === '' ? 'no reason given' : error,
        needsEsim: name === NEEDS_ESIM,
      };
    default:
      // `pending`, `reserved`, and what may exist beside: nothing has ended.
      return { kind: 'pending' };
  }
}

function unreadable(message: string): CarrierError {
  return new CarrierError({ code: 'carrier.answer_unreadable', message, mayHaveApplied: false });
}

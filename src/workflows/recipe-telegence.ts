import { ActivityFailure, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { CarrierActivities, DatabaseActivities } from '../activities/index.ts';
import type { CarrierStepInput, Observation, SentStep } from '../activities/step.ts';
import { DATABASE_STEP, searchingActivityOptions } from './activity-options.ts';
import { awaitConfirmation, listenForNews, type Confirmation } from './await-confirmation.ts';
import type { DeviceChangeInput, StepsResult } from './device-change.ts';
import { deviceFailure, isHeld, type DeviceFailure } from './device-outcome.ts';
import { carrierActivities, closedBy, firstStep, laterStep, stillOpen } from './recipe-carrier.ts';

const database = proxyLocalActivities<DatabaseActivities>(DATABASE_STEP);

/**
 * Brings a SIM its line: restores a suspended one, or orders a new one in a batch that is asked about until it has
 * ended; then, where the order names a profile, a static address. A line without its address is half of what was asked
 * for: the device fails with `telegence.half_applied`, what exists is recorded, and a retry does the rest.
 */
export async function runTelegenceActivation(
  input: DeviceChangeInput,
  seen: Observation[],
): Promise<StepsResult> {
  const request = await searching(input, `Request line for ${input.identifier}`).requestActivation(
    firstStep(input),
  );
  if (request.closed) return closedBy(request);
  const step = laterStep(input, request);
  if (request.kind === 'in_place') {
    seen.push(request.observed);
  } else {
    const confirmation = await confirm(input, step, request);
    if (confirmation.kind !== 'confirmed') return confirmation;
    seen.push(request.whenDone, confirmation.observed);
  }
  const { msisdn } = Object.assign({}, ...seen) as Observation;
  if (!request.wantsAddress || msisdn == null) return { kind: 'applied' };
  return giveAddress(input, { ...step, subscriberNumber: msisdn }, seen);
}

async function confirm(
  input: DeviceChangeInput,
  step: CarrierStepInput,
  { requestId, sentAt, terms, what }: Extract<SentStep, { readonly kind: 'sent' }>,
): Promise<Confirmation> {
  if (requestId === null) throw new Error('A batch that was accepted has an id.');
  await database.awaitConfirmation({ deviceChangeId: input.deviceChangeId, requestId, sentAt });
  return awaitConfirmation({
    terms,
    news: listenForNews(),
    ask: () =>
      searching(input, `Ask for the line of ${input.identifier}`).askActivation({
        ...step,
        batchId: requestId,
        repeated: step.repeat,
      }),
    sent: `${what} was accepted at ${sentAt} (batch ${requestId}).`,
  });
}

interface LineStep extends CarrierStepInput {
  readonly subscriberNumber: string;
}

/** The line is there whatever comes of its address: a failure here is a half that is told, never an unknown whole. */
async function giveAddress(
  input: DeviceChangeInput,
  step: LineStep,
  seen: Observation[],
): Promise<StepsResult> {
  try {
    const confirmation = await provision(input, step);
    if (confirmation.kind === 'closed') return confirmation;
    if (confirmation.kind === 'failed') return halfApplied(step, confirmation.failure);
    seen.push(confirmation.observed);
    return { kind: 'applied' };
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    const failure = deviceFailure(error);
    return isHeld(failure) ? { kind: 'failed', failure } : halfApplied(step, failure);
  }
}

async function provision(input: DeviceChangeInput, step: LineStep): Promise<Confirmation> {
  const line = step.subscriberNumber;
  const found = stillOpen(
    await carrierActivities(input, `Request an address for line ${line}`).requestAddress(step),
  );
  const { ipAddress, isInPlace, terms } = found;
  if (isInPlace) return { kind: 'confirmed', observed: { ipAddress } };
  const batchId = found.batchId ?? (await submitAddress(input, { ...step, ipAddress }));
  const what = found.batchId === undefined ? `Address ${ipAddress}` : 'An earlier address';
  return awaitConfirmation({
    terms,
    news: listenForNews(),
    ask: () =>
      carrierActivities(input, `Ask for the address of line ${line}`).askAddress({ ...step, batchId }),
    sent: `${what} was submitted for line ${line} (batch ${batchId}).`,
  });
}

async function submitAddress(
  input: DeviceChangeInput,
  step: LineStep & { readonly ipAddress: string },
): Promise<string> {
  const carrier = carrierActivities(input, `Submit the address of line ${step.subscriberNumber}`);
  return stillOpen(await carrier.submitAddress(step)).batchId;
}

function halfApplied({ subscriberNumber }: LineStep, failure: DeviceFailure): StepsResult {
  return {
    kind: 'failed',
    failure: {
      status: 'ERROR',
      errorClass: 'BUSINESS',
      errorCode: 'telegence.half_applied',
      errorMessage: `Line ${subscriberNumber} is active, but has no static address. ${failure.errorCode}: ${failure.errorMessage}`,
    },
  };
}

function searching(input: DeviceChangeInput, summary: string): CarrierActivities {
  return proxyActivities<CarrierActivities>(searchingActivityOptions(input.integration, summary));
}

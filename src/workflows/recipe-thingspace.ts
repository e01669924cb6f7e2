import { ActivityFailure, proxyLocalActivities } from '@temporalio/workflow';
import type { DatabaseActivities } from '../activities/index.ts';
import type { CarrierStepInput, Observation, SentStep } from '../activities/step.ts';
import { DATABASE_STEP } from './activity-options.ts';
import {
  awaitConfirmation,
  listenForNews,
  type Asked,
  type Confirmation,
  type News,
} from './await-confirmation.ts';
import type { DeviceChangeInput, StepsResult } from './device-change.ts';
import { carrierActivities, closedBy, firstStep, laterStep } from './recipe-carrier.ts';

const database = proxyLocalActivities<DatabaseActivities>(DATABASE_STEP);

/** A request that ThingSpace accepts at once and confirms later, by a callback or when it is asked. */
export async function runThingspaceChange(
  input: DeviceChangeInput,
  seen: Observation[],
  recipe: 'thingspace_status' | 'thingspace_rate_plan',
): Promise<StepsResult> {
  const news = listenForNews();
  const request = await send(input, recipe);
  if (request.closed) return closedBy(request);
  if (request.kind === 'in_place') {
    seen.push(request.observed);
    return { kind: 'applied' };
  }
  const step = laterStep(input, request);
  const confirmation = await confirm(input, step, request, news);
  if (confirmation.kind !== 'confirmed') return confirmation;
  seen.push(request.whenDone, confirmation.observed);
  return { kind: 'applied' };
}

function send(input: DeviceChangeInput, recipe: 'thingspace_status' | 'thingspace_rate_plan') {
  switch (recipe) {
    case 'thingspace_status':
      return carrierActivities(input, `Request status of ${input.identifier}`).requestLineStatus(
        firstStep(input),
      );
    case 'thingspace_rate_plan':
      return carrierActivities(input, `Request rate plan of ${input.identifier}`).requestLinePlan(
        firstStep(input),
      );
  }
}

type Sent = Extract<SentStep, { readonly kind: 'sent' }>;

async function confirm(
  input: DeviceChangeInput,
  step: CarrierStepInput,
  { requestId, sentAt, terms, what }: Sent,
  news: News,
): Promise<Confirmation> {
  const { deviceChangeId, changeType, integration } = input;
  if (await database.awaitConfirmation({ deviceChangeId, requestId, sentAt })) news.expect();
  const ask = (about: string | null, last: boolean) =>
    carrierActivities(input, `Ask about ${input.identifier}`).askAboutLine({
      ...step,
      requestId: about,
      last,
    });
  const confirmation = await awaitConfirmation({
    terms,
    news,
    ...(requestId === null
      ? {}
      : { told: () => database.readCallback({ deviceChangeId, requestId, changeType, integration }) }),
    ask: (last) => ask(requestId, last),
    sent:
      requestId === null
        ? `${what} was sent before ${sentAt}, and the answer was lost.`
        : `${what} was accepted at ${sentAt} (request ${requestId}).`,
  });
  return isRefused(confirmation) ? ((await alreadyInPlace(ask)) ?? confirmation) : confirmation;
}

function isRefused(confirmation: Confirmation): boolean {
  return confirmation.kind === 'failed' && confirmation.failure.status === 'ERROR';
}

/** A request that was refused because the line was there already has what was asked for: the line itself tells. */
async function alreadyInPlace(
  ask: (about: string | null, last: boolean) => Promise<Asked>,
): Promise<Confirmation | null> {
  try {
    const look = await ask(null, true);
    return !look.closed && look.kind === 'confirmed' ? look : null;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return null;
  }
}

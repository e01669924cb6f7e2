import type { CarrierDevice, LineStatusChange, ThingspaceCarrier } from '../carriers/carrier-port.ts';
import { CarrierError } from '../carriers/carrier-error.ts';
import type { ProviderCarrier } from '../carriers/carrier-registry.ts';
import { isActivation } from '../domain/activation-details.ts';
import { termsOf } from './confirmation-terms.ts';
import { outsideStep, type OutsideStepDeps, type StepContext, type StepEnd } from './outside-step.ts';
import type { ProviderDirectory } from './provider-directory.ts';
import { providerOf } from './provider-of.ts';
import type { AskedStep, CarrierStepInput, Observation, SentStep } from './step.ts';
import { iccidOf, orderedPlan, orderOf } from './step-context.ts';

export interface ThingspaceDeps extends OutsideStepDeps {
  readonly providers: ProviderDirectory;
}

type Thingspace = Extract<ProviderCarrier, { readonly integration: 'THINGSPACE' }>;

/** The steps at ThingSpace, which accepts a request at once and confirms it later. */
export function createThingspaceActivities(deps: ThingspaceDeps) {
  return {
    requestLineStatus: (input: CarrierStepInput): Promise<StepEnd<SentStep>> =>
      outsideStep(deps, input, async (context) => {
        const provider = await providerOf('THINGSPACE', deps.providers, context, 'write');
        return (await earlierRequest(provider, context)) ?? (await requestStatus(provider, context));
      }),

    requestLinePlan: (input: CarrierStepInput): Promise<StepEnd<SentStep>> =>
      outsideStep(deps, input, async (context) => {
        const provider = await providerOf('THINGSPACE', deps.providers, context, 'write');
        return (await earlierRequest(provider, context)) ?? (await requestPlan(provider, context));
      }),

    /** Asks how a request has ended, and the device itself when it is over, is not known, or this is the last look. */
    askAboutLine: (
      input: CarrierStepInput & { readonly requestId: string | null; readonly last: boolean },
    ): Promise<StepEnd<AskedStep>> =>
      outsideStep(deps, input, async (context) => {
        const { carrier } = await providerOf('THINGSPACE', deps.providers, context, 'read');
        const { requestId } = input;
        const state = requestId === null ? null : await carrier.requestStatus(requestId, context.call);
        if (state === 'failed') return failedWithoutReason(requestId);
        if (state === 'pending' && !input.last) return { kind: 'pending' };
        const device = await carrier.readDevice(iccidOf(context), context.call);
        return isInPlace(context, device)
          ? { kind: 'confirmed', observed: observedOf(device) }
          : { kind: 'pending' };
      }),
  };
}

function failedWithoutReason(requestId: string | null): AskedStep {
  return {
    kind: 'failed',
    code: 'thingspace.request_failed',
    message: `ThingSpace says that request ${requestId ?? ''} has failed, and no callback gave a reason.`,
  };
}

/** A request of an earlier run that the carrier is still at work on is waited for, never sent again. */
async function earlierRequest(provider: Thingspace, context: StepContext): Promise<SentStep | null> {
  const earlier = context.claim.lastRequest;
  if (earlier === null || !context.call.readFirst) return null;
  if ((await stateOf(provider.carrier, earlier.requestId, context)) !== 'pending') return null;
  return {
    kind: 'sent',
    what: 'An earlier request',
    requestId: earlier.requestId,
    sentAt: earlier.sentAt.toISOString(),
    terms: termsOf(provider.settings.confirmation),
    whenDone: whenDone(context),
  };
}

/** Null: the carrier no longer knows the request, so only the device can tell. */
async function stateOf(carrier: ThingspaceCarrier, requestId: string, { call }: StepContext) {
  try {
    return await carrier.requestStatus(requestId, call);
  } catch (error) {
    if (error instanceof CarrierError && error.code === 'carrier.rejected') return null;
    throw error;
  }
}

async function requestStatus(provider: Thingspace, context: StepContext): Promise<SentStep> {
  const sentAt = new Date().toISOString();
  const change = statusChange(context);
  // One that has the status already is looked at before anything of its daily actions is spent.
  const readFirst = context.call.readFirst || change.from === change.target;
  try {
    const submission = await provider.carrier.submitStatus(change, { ...context.call, readFirst });
    if (submission.kind === 'in_place') return inPlace(provider, context);
    return sent(provider, context, submission.requestId, sentAt);
  } catch (error) {
    if (!isAtWork(error) || !context.call.readFirst) throw error;
    return sent(provider, context, null, sentAt);
  }
}

/**
 * Nothing shows that a plan change is under way, so one that may have left a moment ago is not sent again: the line is
 * watched until the deadline, and a retry after that reads it once more.
 */
async function requestPlan(provider: Thingspace, context: StepContext): Promise<SentStep> {
  const sentAt = new Date().toISOString();
  const { plan } = orderOf('carrierrateplanchange', context);
  const identifier = iccidOf(context);
  if (context.sentJustNow) {
    const device = await provider.carrier.readDevice(identifier, context.call);
    return device.ratePlan === plan.code
      ? { kind: 'in_place', observed: {} }
      : sent(provider, context, null, sentAt);
  }
  const hasItAlready = context.claim.facts?.carrierRatePlan === plan.code;
  const call = { ...context.call, readFirst: context.call.readFirst || hasItAlready };
  const submission = await provider.carrier.submitRatePlan(
    { identifier, plan, communicationPlan: null },
    call,
  );
  return submission.kind === 'in_place'
    ? { kind: 'in_place', observed: {} }
    : sent(provider, context, submission.requestId, sentAt);
}

function sent(
  { settings }: Thingspace,
  context: StepContext,
  requestId: string | null,
  sentAt: string,
): SentStep {
  const { order } = context.change;
  const what = order.changeType === 'statusupdate' ? `Status ${order.targetStatus}` : 'The plan change';
  const terms = termsOf(settings.confirmation);
  return { kind: 'sent', what, requestId, sentAt, terms, whenDone: whenDone(context) };
}

async function inPlace({ carrier }: Thingspace, context: StepContext): Promise<SentStep> {
  // A line that was only added has no number to take over.
  if (orderOf('statusupdate', context).targetStatus === 'pending_activation') {
    return { kind: 'in_place', observed: {} };
  }
  const device = await carrier.readDevice(iccidOf(context), context.call);
  return { kind: 'in_place', observed: { ...whenDone(context), ...observedOf(device) } };
}

function isAtWork(error: unknown): boolean {
  return error instanceof CarrierError && error.code === 'thingspace.in_progress';
}

function statusChange(context: StepContext): LineStatusChange {
  const { facts } = context.claim;
  const order = orderOf('statusupdate', context);
  const { activation } = order;
  return {
    identifier: iccidOf(context),
    target: order.targetStatus,
    reasonCode: order.reasonCode,
    imei: facts?.imei ?? null,
    ratePlan: activation?.plan?.code ?? facts?.carrierRatePlan ?? null,
    mdnZipCode: activation?.mdnZipCode ?? null,
    publicIpRestriction: activation?.publicIpRestriction ?? null,
    primaryPlaceOfUse: context.change.placeOfUse,
    ...(facts === null ? {} : { from: facts.status }),
  };
}

/** A line that is deactivated loses its number and address; one that is activated gets the plan that was ordered. */
function whenDone({ change, claim }: StepContext): Observation {
  const { order } = change;
  if (order.changeType !== 'statusupdate') return {};
  if (order.targetStatus === 'deactivated') return { msisdn: null, ipAddress: null };
  return claim.facts !== null && isActivation(order, claim.facts) ? orderedPlan(order) : {};
}

function isInPlace({ change }: StepContext, device: CarrierDevice): boolean {
  const { order } = change;
  switch (order.changeType) {
    case 'statusupdate':
      return device.status === order.targetStatus;
    case 'carrierrateplanchange':
      return device.ratePlan === order.plan.code;
    case 'customerassignment':
    case 'customerrateplanchange':
      throw new Error(`A ${order.changeType} is not confirmed by a carrier.`);
  }
}

function observedOf({ msisdn, ipAddress }: CarrierDevice): Observation {
  return {
    ...(msisdn === null ? {} : { msisdn }),
    ...(ipAddress === null ? {} : { ipAddress }),
  };
}

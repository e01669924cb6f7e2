import type { ProviderCarrier } from '../carriers/carrier-registry.ts';
import { CarrierError } from '../carriers/carrier-error.ts';
import type { ActivationState, TelegenceLine } from '../carriers/telegence/telegence-port.ts';
import type { StaticIpProfile, StatusOrder } from '../domain/change-order.ts';
import { mdnOf } from '../domain/mdn.ts';
import { termsOf } from './confirmation-terms.ts';
import { outsideStep, type OutsideStepDeps, type StepContext, type StepEnd } from './outside-step.ts';
import type { ProviderDirectory } from './provider-directory.ts';
import { providerOf } from './provider-of.ts';
import type { AskedStep, CarrierStepInput, ConfirmationTerms, Observation, SentStep } from './step.ts';
import { iccidOf, orderedPlan, orderOf } from './step-context.ts';

export interface TelegenceDeps extends OutsideStepDeps {
  readonly providers: ProviderDirectory;
}

type Telegence = Extract<ProviderCarrier, { readonly integration: 'TELEGENCE' }>;

/** An address set aside for a line, one that is on its way to it, or the one that it has already. */
export interface AddressFound {
  readonly ipAddress: string;
  readonly isInPlace: boolean;
  /** Of an earlier submission that has not ended: nothing is left to submit. */
  readonly batchId?: string;
  readonly terms: ConfirmationTerms;
}

interface LineStep extends CarrierStepInput {
  readonly subscriberNumber: string;
}

/** The steps that bring a SIM its line at Telegence, and the line its static address. */
export function createTelegenceActivities(deps: TelegenceDeps) {
  return {
    /** Restores a suspended line, finds one that is active already, or orders a new one. */
    requestActivation: (
      input: CarrierStepInput,
    ): Promise<StepEnd<SentStep & { readonly wantsAddress: boolean }>> =>
      outsideStep(deps, input, async (context) => {
        const provider = await providerOf('TELEGENCE', deps.providers, context, 'write');
        const order = orderOf('statusupdate', context);
        const isRestored = context.claim.facts?.status === 'suspended';
        const step = isRestored ? await restore(provider, context) : await activate(provider, context, order);
        return { ...step, wantsAddress: !isRestored && order.activation?.staticIp != null };
      }),

    askActivation: (
      input: CarrierStepInput & { readonly batchId: string; readonly repeated: boolean },
    ): Promise<StepEnd<AskedStep>> =>
      outsideStep(deps, input, async (context) => {
        const { carrier } = await providerOf('TELEGENCE', deps.providers, context, 'read');
        const { batchId, repeated } = input;
        const state = await carrier.activationStatus(
          { batchId, iccid: iccidOf(context), repeated },
          context.call,
        );
        if (state.kind !== 'active') return endOf(state);
        const line = await carrier.readDevice(state.subscriberNumber, context.call);
        return { kind: 'confirmed', observed: observedOf(line) };
      }),

    ...addressSteps(deps),
  };
}

/** The steps that give a line its static address. */
function addressSteps(deps: TelegenceDeps) {
  return {
    /** Sets an address aside. A later run finds the one that the line has got meanwhile, or is about to get. */
    requestAddress: (input: LineStep): Promise<StepEnd<AddressFound>> =>
      outsideStep(deps, input, async (context) => {
        const { carrier, settings } = await providerOf('TELEGENCE', deps.providers, context, 'write');
        const terms = termsOf(settings.confirmation);
        const earlier = await earlierAddress(carrier, input, context);
        if (earlier !== null) return { ...earlier, terms };
        const ipAddress = await carrier.requestAddress(profileOf(context).pdpName, context.call);
        return { ipAddress, isInPlace: false, terms };
      }),

    submitAddress: (
      input: LineStep & { readonly ipAddress: string },
    ): Promise<StepEnd<{ readonly batchId: string }>> =>
      outsideStep(deps, input, async (context) => {
        const { carrier } = await providerOf('TELEGENCE', deps.providers, context, 'write');
        const { subscriberNumber, ipAddress } = input;
        const effectiveDate = new Date().toISOString().slice(0, 10);
        const profile = profileOf(context);
        return carrier.submitAddress({ subscriberNumber, ipAddress, profile, effectiveDate }, context.call);
      }),

    askAddress: (input: LineStep & { readonly batchId: string }): Promise<StepEnd<AskedStep>> =>
      outsideStep(deps, input, async (context) => {
        const { carrier } = await providerOf('TELEGENCE', deps.providers, context, 'read');
        const state = await carrier.addressStatus(input.batchId, input.subscriberNumber, context.call);
        switch (state.kind) {
          case 'pending':
            return { kind: 'pending' };
          case 'done':
            return { kind: 'confirmed', observed: { ipAddress: state.ipAddress } };
          case 'failed':
            return {
              kind: 'failed',
              code: 'telegence.half_applied',
              message: `Telegence did not give the address: ${state.reason}`,
            };
        }
      }),
  };
}

async function earlierAddress(
  carrier: Telegence['carrier'],
  { subscriberNumber }: LineStep,
  { call }: StepContext,
): Promise<Omit<AddressFound, 'terms'> | null> {
  if (!call.readFirst) return null;
  // In this order: an address that arrives between the two questions is found at the line.
  const underWay = await carrier.addressUnderWay(subscriberNumber, call);
  if (underWay !== null) return { ...underWay, isInPlace: false };
  const { ipAddress } = await carrier.readDevice(subscriberNumber, call);
  return ipAddress === null ? null : { ipAddress, isInPlace: true };
}

async function restore({ carrier }: Telegence, context: StepContext): Promise<SentStep> {
  const { call } = context;
  await carrier.changeStatus({ identifier: lineNumberOf(context), target: 'active', reasonCode: null }, call);
  return { kind: 'in_place', observed: {} };
}

async function activate(provider: Telegence, context: StepContext, order: StatusOrder): Promise<SentStep> {
  const sentAt = new Date().toISOString();
  const { carrier, settings } = provider;
  const terms = termsOf(settings.confirmation);
  const known = await lineKnown(provider, context);
  if (known !== null) return { kind: 'in_place', observed: observedOf(known) };
  const whenDone = orderedPlan(order);
  const earlier = context.claim.lastRequest;
  if (earlier !== null && context.call.readFirst && (await isAtWork(provider, context, earlier.requestId))) {
    const { requestId } = earlier;
    return {
      kind: 'sent',
      what: 'An earlier activation',
      requestId,
      sentAt: earlier.sentAt.toISOString(),
      terms,
      whenDone,
    };
  }
  const submission = await submitOnce(provider, context, order);
  if (submission.kind === 'in_place') {
    const line = await carrier.readDevice(submission.subscriberNumber, context.call);
    return { kind: 'in_place', observed: { ...whenDone, ...observedOf(line) } };
  }
  return { kind: 'sent', what: 'The activation', requestId: submission.batchId, sentAt, terms, whenDone };
}

/**
 * The account lists no line that is still on its way. So while an order may have left a moment ago, a refusal of its
 * repetition says nothing about that order.
 */
async function submitOnce({ carrier }: Telegence, context: StepContext, order: StatusOrder) {
  try {
    return await carrier.submitActivation(activationOrder(context, order), context.call);
  } catch (error) {
    if (!(error instanceof CarrierError) || !context.sentJustNow) throw error;
    throw inDoubt(error);
  }
}

function inDoubt(error: CarrierError): CarrierError {
  const { code, message, httpStatus, retryAfterMs } = error;
  return new CarrierError({
    code,
    message,
    ...(httpStatus === undefined ? {} : { httpStatus }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    mayHaveApplied: true,
    cause: error,
  });
}

/** The line of a device that is active here already, when the carrier says so too: an order for it would be a second number. */
async function lineKnown({ carrier }: Telegence, context: StepContext): Promise<TelegenceLine | null> {
  const number = mdnOf(context.claim.msisdn);
  if (context.claim.facts?.status !== 'active' || number === null) return null;
  const line = await carrier.readDevice(number, context.call);
  return line.status === 'active' && (line.iccid === null || line.iccid === iccidOf(context)) ? line : null;
}

/** A batch that the carrier no longer knows, or that has ended badly, is not waited for. */
async function isAtWork({ carrier }: Telegence, context: StepContext, batchId: string): Promise<boolean> {
  try {
    const ticket = { batchId, iccid: iccidOf(context), repeated: true };
    return (await carrier.activationStatus(ticket, context.call)).kind !== 'rejected';
  } catch (error) {
    if (error instanceof CarrierError && error.code === 'carrier.rejected') return false;
    throw error;
  }
}

function activationOrder(context: StepContext, { activation }: StatusOrder) {
  const { facts } = context.claim;
  const singleUserCode = activation?.plan?.code ?? facts?.carrierRatePlan ?? '';
  const name = context.change.placeOfUse?.customerName;
  return {
    iccid: iccidOf(context),
    imei: facts?.imei ?? null,
    singleUserCode,
    serviceZipCode: activation?.mdnZipCode ?? null,
    features: [],
    contact: name === undefined ? null : { firstName: name.firstName, lastName: name.lastName },
  };
}

function endOf(state: Exclude<ActivationState, { readonly kind: 'active' }>): AskedStep {
  if (state.kind === 'pending') return { kind: 'pending' };
  return {
    kind: 'failed',
    code: state.needsEsim ? 'telegence.needs_esim' : 'telegence.activation_rejected',
    message: `Telegence rejected the activation: ${state.reason}`,
  };
}

function observedOf({ identifier, ipAddress }: TelegenceLine): Observation {
  return { status: 'active', msisdn: identifier, ...(ipAddress === null ? {} : { ipAddress }) };
}

function profileOf(context: StepContext): StaticIpProfile {
  const profile = orderOf('statusupdate', context).activation?.staticIp;
  if (profile == null) throw new Error('Only an order with a static address has this step.');
  return profile;
}

/** Telegence knows a line by its ten-digit number. Throws CarrierError `carrier.details_missing` when the device has none. */
export function lineNumberOf({ claim }: StepContext): string {
  const number = mdnOf(claim.msisdn);
  if (number !== null) return number;
  throw new CarrierError({
    code: 'carrier.details_missing',
    message: 'The device has no ten-digit number, by which Telegence knows its line.',
    mayHaveApplied: false,
  });
}

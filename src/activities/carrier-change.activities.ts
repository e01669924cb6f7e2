import type { CarrierPort, RatePlanPort } from '../carriers/carrier-port.ts';
import type { ProviderCarrier } from '../carriers/carrier-registry.ts';
import { CarrierError } from '../carriers/carrier-error.ts';
import type { PackageReading } from '../db/bulk/seal-packages.ts';
import { deactivationPlan } from '../domain/deactivation-plan.ts';
import type { Gatherer } from '../platform/gatherer.ts';
import { outsideStep, type OutsideStepDeps, type StepContext, type StepEnd } from './outside-step.ts';
import type { ParkingPlans } from './parking-plans.ts';
import type { ProviderDirectory } from './provider-directory.ts';
import { providerOf } from './provider-of.ts';
import type { CarrierStepInput, CarrierStepResult, PackageView } from './step.ts';
import { iccidOf, orderOf } from './step-context.ts';
import { lineNumberOf } from './telegence.activities.ts';

export interface CarrierChangeDeps extends OutsideStepDeps {
  readonly providers: ProviderDirectory;
  readonly parkingPlans: ParkingPlans;
  /** Keeps the first reading of a SIM's packages and answers with it. */
  readonly packages: Gatherer<PackageReading, readonly PackageView[]>;
}

/** The steps that call a carrier, one carrier operation each. They run on the carrier's own task queue. */
export function createCarrierChangeActivities(deps: CarrierChangeDeps) {
  return {
    setStatus: (input: CarrierStepInput): Promise<CarrierStepResult> =>
      outsideStep(deps, input, async (context) => {
        const { carrier, identifier } = await immediateFor(deps, context);
        const order = orderOf('statusupdate', context);
        await carrier.changeStatus(
          {
            identifier,
            target: order.targetStatus,
            reasonCode: order.reasonCode,
          },
          context.call,
        );
        return {};
      }),

    changeRatePlan: (input: CarrierStepInput): Promise<CarrierStepResult> =>
      outsideStep(deps, input, async (context) => {
        const { carrier, identifier } = await onePlanCallFor(deps, context);
        const order = orderOf('carrierrateplanchange', context);
        await carrier.changeRatePlan(
          {
            identifier,
            plan: order.plan,
            communicationPlan: order.communicationPlan?.name ?? null,
          },
          context.call,
        );
        return {};
      }),

    moveToDeactivationPlan: (input: CarrierStepInput): Promise<CarrierStepResult> =>
      outsideStep(deps, input, (context) => moveToDeactivationPlan(deps, context)),

    ...packageSteps(deps),
  };
}

/** A device without a communication plan, or on the right plan already, needs no move. */
async function moveToDeactivationPlan(
  deps: CarrierChangeDeps,
  context: StepContext,
): Promise<Pick<CarrierStepResult, 'observed'>> {
  const { facts, usageMb } = context.claim;
  const { carrier } = await providerOf('JASPER', deps.providers, context, 'write');
  if (facts?.communicationPlan == null || facts.status === 'deactivated') return {};
  const plans = await deps.parkingPlans.of(context.change.serviceProviderId, facts.simType);
  const plan = deactivationPlan(plans, usageMb);
  if (plan === undefined) {
    throw new CarrierError({
      code: 'jasper.no_deactivation_plan',
      message:
        'The service provider has no carrier rate plan that the device could be moved to before deactivation.',
      mayHaveApplied: false,
    });
  }
  if (plan.code === facts.carrierRatePlan) return {};
  const wanted = { ...plan, planUuid: null, ratePlanId: null };
  await carrier.parkOnPlan(
    { identifier: iccidOf(context), plan: wanted, communicationPlan: null },
    context.call,
  );
  return { observed: { carrierRatePlanId: plan.id, carrierRatePlan: plan.code } };
}

export interface PackagesRead {
  readonly packages: readonly PackageView[];
  /** What the SIM had before the change first touched it. */
  readonly before: readonly PackageView[];
  /** The package type that the change asks for. */
  readonly newTypeId: number;
}

/** The steps of POND's package saga. */
function packageSteps(deps: CarrierChangeDeps) {
  return {
    listPackages: (input: CarrierStepInput): Promise<StepEnd<PackagesRead>> =>
      outsideStep(deps, input, async (context) => {
        const { carrier } = await providerOf('POND', deps.providers, context, 'write');
        const { plan } = orderOf('carrierrateplanchange', context);
        if (plan.ratePlanId === null) throw new Error(`Plan ${plan.code} has no package type.`);
        const packages = await carrier.listPackages(iccidOf(context), context.call);
        const before = await deps.packages.submit({ deviceChangeId: input.deviceChangeId, packages });
        return { packages, before, newTypeId: plan.ratePlanId };
      }),

    addPackage: (
      input: CarrierStepInput & {
        readonly packageTypeId: number;
        readonly knownPackageIds: readonly string[];
      },
    ): Promise<StepEnd<PackageView>> =>
      outsideStep(deps, input, async (context) => {
        const { carrier } = await providerOf('POND', deps.providers, context, 'write');
        const { packageTypeId, knownPackageIds } = input;
        return carrier.addPackage(
          { identifier: iccidOf(context), packageTypeId, knownPackageIds },
          context.call,
        );
      }),

    activatePackage: (input: CarrierStepInput & { readonly packageId: string }): Promise<CarrierStepResult> =>
      outsideStep(deps, input, async (context) => {
        const { carrier } = await providerOf('POND', deps.providers, context, 'write');
        await carrier.activatePackage(input.packageId, context.call);
        return {};
      }),

    terminatePackage: (
      input: CarrierStepInput & { readonly packageId: string },
    ): Promise<CarrierStepResult> =>
      outsideStep(deps, input, async (context) => {
        const { carrier } = await providerOf('POND', deps.providers, context, 'write');
        await carrier.terminatePackage(input.packageId, context.call);
        return {};
      }),
  };
}

/** A carrier whose answer to a status change is final, and the device by the number it knows it by. */
async function immediateFor(
  deps: CarrierChangeDeps,
  context: StepContext,
): Promise<{ readonly carrier: CarrierPort; readonly identifier: string }> {
  const provider: ProviderCarrier = await deps.providers.carrierFor(context.claim, 'write');
  switch (provider.integration) {
    case 'JASPER':
    case 'POND':
      return { carrier: provider.carrier, identifier: iccidOf(context) };
    case 'TELEGENCE':
      return { carrier: provider.carrier, identifier: lineNumberOf(context) };
    case 'THINGSPACE':
      throw new Error(`${provider.integration} has no such step.`);
  }
}

/** A carrier that changes a plan with one call. */
async function onePlanCallFor(
  deps: CarrierChangeDeps,
  context: StepContext,
): Promise<{ readonly carrier: RatePlanPort; readonly identifier: string }> {
  const provider: ProviderCarrier = await deps.providers.carrierFor(context.claim, 'write');
  switch (provider.integration) {
    case 'JASPER':
      return { carrier: provider.carrier, identifier: iccidOf(context) };
    case 'TELEGENCE':
      return { carrier: provider.carrier, identifier: lineNumberOf(context) };
    case 'POND':
    case 'THINGSPACE':
      throw new Error(`${provider.integration} has no such step.`);
  }
}

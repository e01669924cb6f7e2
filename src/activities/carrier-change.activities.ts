import type { CarrierPort, JasperCarrier, PondCarrier } from '../carriers/carrier-port.ts';
import type { ProviderCarrier } from '../carriers/carrier-registry.ts';
import { CarrierError } from '../carriers/carrier-error.ts';
import type { ChangeOrder } from '../domain/change-order.ts';
import type { PackageReading } from '../db/bulk/seal-packages.ts';
import { deactivationPlan } from '../domain/deactivation-plan.ts';
import type { Gatherer } from '../platform/gatherer.ts';
import { outsideStep, type OutsideStepDeps, type StepContext, type StepEnd } from './outside-step.ts';
import type { ParkingPlans } from './parking-plans.ts';
import type { ProviderDirectory } from './provider-directory.ts';
import type { CarrierStepInput, CarrierStepResult, PackageView } from './step.ts';

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
        const carrier = await immediateFor(deps, context);
        const order = orderOf('statusupdate', context);
        await carrier.changeStatus(
          {
            identifier: iccidOf(context),
            target: order.targetStatus,
            reasonCode: order.reasonCode,
          },
          context.call,
        );
        return {};
      }),

    changeRatePlan: (input: CarrierStepInput): Promise<CarrierStepResult> =>
      outsideStep(deps, input, async (context) => {
        const carrier = await jasperFor(deps, context);
        const order = orderOf('carrierrateplanchange', context);
        await carrier.changeRatePlan(
          {
            identifier: iccidOf(context),
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
  const carrier = await jasperFor(deps, context);
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
        const carrier = await pondFor(deps, context);
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
        const carrier = await pondFor(deps, context);
        const { packageTypeId, knownPackageIds } = input;
        return carrier.addPackage(
          { identifier: iccidOf(context), packageTypeId, knownPackageIds },
          context.call,
        );
      }),

    activatePackage: (input: CarrierStepInput & { readonly packageId: string }): Promise<CarrierStepResult> =>
      outsideStep(deps, input, async (context) => {
        await (await pondFor(deps, context)).activatePackage(input.packageId, context.call);
        return {};
      }),

    terminatePackage: (
      input: CarrierStepInput & { readonly packageId: string },
    ): Promise<CarrierStepResult> =>
      outsideStep(deps, input, async (context) => {
        await (await pondFor(deps, context)).terminatePackage(input.packageId, context.call);
        return {};
      }),
  };
}

/** A carrier whose answer to a status change is final. */
async function immediateFor(deps: CarrierChangeDeps, { claim }: StepContext): Promise<CarrierPort> {
  const provider: ProviderCarrier = await deps.providers.carrierFor(claim);
  if (provider.integration === 'THINGSPACE') throw new Error(`${provider.integration} has no such step.`);
  return provider.carrier;
}

async function jasperFor(deps: CarrierChangeDeps, { claim }: StepContext): Promise<JasperCarrier> {
  const provider: ProviderCarrier = await deps.providers.carrierFor(claim);
  if (provider.integration !== 'JASPER') throw new Error(`${provider.integration} has no such step.`);
  return provider.carrier;
}

async function pondFor(deps: CarrierChangeDeps, { claim }: StepContext): Promise<PondCarrier> {
  const provider: ProviderCarrier = await deps.providers.carrierFor(claim);
  if (provider.integration !== 'POND') throw new Error(`${provider.integration} has no such step.`);
  return provider.carrier;
}

type OrderOf<Type extends ChangeOrder['changeType']> = Extract<ChangeOrder, { changeType: Type }>;

function orderOf<Type extends ChangeOrder['changeType']>(type: Type, { change }: StepContext): OrderOf<Type> {
  if (change.order.changeType !== type) throw new Error(`A ${change.order.changeType} has no ${type} step.`);
  return change.order as OrderOf<Type>;
}

/** The carriers' key, whatever number the caller named the device by. */
function iccidOf({ claim }: StepContext): string {
  return claim.iccid ?? claim.identifier;
}

import { CarrierError } from '../carriers/carrier-error.ts';
import type { BillingPort, BillingProduct } from '../billing/billing-port.ts';
import type { RevServiceOrder } from '../domain/change-order.ts';
import type { BillingDirectory } from './billing-directory.ts';
import { outsideStep, type OutsideStepDeps, type StepContext, type StepEnd } from './outside-step.ts';
import type { CarrierStepInput } from './step.ts';
import { iccidOf } from './step-context.ts';

export interface RevServiceDeps extends OutsideStepDeps {
  readonly billing: BillingDirectory;
}

export interface RevServiceCreated {
  readonly externalId: string;
  readonly number: string;
}

/** The steps that call the billing system. They run on a task queue of its own. */
export function createRevServiceActivities(deps: RevServiceDeps) {
  return {
    ensureRevService: (input: CarrierStepInput): Promise<StepEnd<RevServiceCreated>> =>
      outsideStep(deps, input, async (context) => {
        const billing = await billingFor(deps, context);
        const rev = revOrder(context);
        const number = context.claim.msisdn ?? iccidOf(context);
        const { externalId } = await billing.ensureService(
          {
            revCustomerId: rev.revCustomerId,
            number,
            iccid: iccidOf(context),
            serviceTypeId: rev.serviceTypeId,
            packageId: rev.packageId,
            activatedAt: effectiveFrom(context),
            prorate: rev.prorate,
            description: rev.description,
          },
          context.call,
        );
        return { externalId, number };
      }),

    ensureRevProducts: (
      input: CarrierStepInput & { readonly serviceExternalId: string },
    ): Promise<StepEnd<{ readonly products: readonly BillingProduct[] }>> =>
      outsideStep(deps, input, async (context) => {
        const { products } = revOrder(context);
        if (products.length === 0) return { products: [] };
        const billing = await billingFor(deps, context);
        return { products: await billing.ensureProducts(input.serviceExternalId, products, context.call) };
      }),
  };
}

function billingFor(deps: RevServiceDeps, { change }: StepContext): Promise<BillingPort> {
  return deps.billing.billingFor(change.tenantId);
}

function revOrder({ change }: StepContext): RevServiceOrder {
  if (change.order.changeType !== 'customerassignment' || change.order.rev === null) {
    throw new Error('Only a Rev assignment has a billing step.');
  }
  return change.order.rev;
}

/** The date of the order, else the device's own activation date. */
function effectiveFrom({ change, claim }: StepContext): string {
  const ordered = change.order.changeType === 'customerassignment' ? change.order.effectiveFrom : null;
  const date = ordered ?? claim.facts?.lastActivatedAt?.toISOString();
  if (date !== undefined) return date;
  throw new CarrierError({
    code: 'rev_service.activation_date_unknown',
    message: 'The device has no activation date to start the service from.',
    mayHaveApplied: false,
  });
}

import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { BillingActivities, DatabaseActivities } from '../activities/index.ts';
import { billingActivityOptions, DATABASE_STEP } from './activity-options.ts';
import type { DeviceChangeInput, StepsResult } from './device-change.ts';
import { databaseFailure, deviceFailure, isHeld } from './device-outcome.ts';
import { closedBy, firstStep, laterStep, stillOpen } from './recipe-carrier.ts';

const database = proxyLocalActivities<DatabaseActivities>(DATABASE_STEP);

/**
 * A Rev service line, then its products, then the assignment in our database. Each is a step of its own, so that a line
 * without all of its products is visible, is completed by a retry, and is never created twice.
 */
export async function runRevService(input: DeviceChangeInput): Promise<StepsResult> {
  const service = await billing(`Create Rev service for ${input.identifier}`).ensureRevService(
    firstStep(input),
  );
  if (service.closed) return closedBy(service);
  const step = { ...laterStep(input, service), serviceExternalId: service.externalId };
  let products;
  try {
    products = stillOpen(
      await billing(`Create products of Rev service ${service.externalId}`).ensureRevProducts(step),
    );
  } catch (error) {
    const failure = deviceFailure(error);
    if (isHeld(failure)) return { kind: 'failed', failure };
    return {
      kind: 'failed',
      failure: {
        status: failure.status,
        errorClass: 'BUSINESS',
        errorCode: 'billing.half_applied',
        errorMessage: `Rev service ${service.externalId} exists, but not all of its products: ${failure.errorMessage}`,
      },
    };
  }
  const result = await database.recordAssignment({
    changeType: input.changeType,
    integration: input.integration,
    deviceChangeId: input.deviceChangeId,
    line: { externalId: service.externalId, number: service.number, products: products.products },
  });
  return { kind: 'recorded', failure: databaseFailure(result) };
}

function billing(summary: string): BillingActivities {
  return proxyActivities<BillingActivities>(billingActivityOptions(summary));
}

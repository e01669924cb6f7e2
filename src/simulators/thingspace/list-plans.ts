import type { Answer } from '../frame/answer.ts';
import type { ThingspaceAccount } from './account.ts';

/** `GET /plans/{accountName}`. */
export function listPlans({ servicePlans }: ThingspaceAccount): Answer {
  const plans = servicePlans.map(({ code, name, sizeKb }) => ({
    name: name ?? code,
    code,
    sizeKb,
    carrierServicePlanCode: code,
    extendedAttributes: [],
  }));
  return { status: 200, json: plans };
}

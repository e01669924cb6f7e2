import { createRequestBudget } from './shared-request-budget.ts';
import type { BudgetLimits, RequestBudget, SharedBudgets } from './request-budget.ts';

/** Gives every caller in this process the same budget of a service provider. */
export type BudgetFor = (serviceProviderId: string, limits: BudgetLimits) => RequestBudget;

/** Keeps one budget per service provider, replaced when its limits are set anew. As many entries as there are accounts. */
export function createBudgetBook(options: {
  readonly reservation: SharedBudgets;
  readonly maxWaitMs?: number;
}): BudgetFor {
  const budgets = new Map<string, { readonly limits: string; readonly budget: RequestBudget }>();
  return (serviceProviderId, limits) => {
    const wanted = JSON.stringify([
      limits.requestsPerSecond,
      limits.maxConcurrentRequests,
      limits.requestTimeoutMs,
    ]);
    const kept = budgets.get(serviceProviderId);
    if (kept?.limits === wanted) return kept.budget;
    const budget = createRequestBudget({ ...options, key: serviceProviderId, limits });
    budgets.set(serviceProviderId, { limits: wanted, budget });
    return budget;
  };
}

import type { BillingCredentials } from '../platform/billing-credentials.ts';
import type { HttpClient } from '../platform/http-client.ts';
import type { RequestBudget } from '../carriers/request-budget.ts';

export interface RevBillingOptions {
  /** Up to and including `/v1`. */
  readonly baseUrl: string;
  readonly credentials: BillingCredentials;
  readonly http: HttpClient;
  readonly budget: RequestBudget;
  readonly timeoutMs?: number;
}

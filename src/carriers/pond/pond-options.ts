import type { HttpClient } from '../../platform/http-client.ts';
import type { PondCredentials } from '../../platform/provider-credentials.ts';
import type { RequestBudget } from '../request-budget.ts';

export interface PondOptions {
  /** Up to and including `/distributorPPUService/v1`. */
  readonly baseUrl: string;
  readonly distributorId: number;
  readonly credentials: PondCredentials;
  /** The header that carries the key; hosts of the same service differ in it. */
  readonly apiKeyHeader?: string;
  readonly http: HttpClient;
  readonly budget: RequestBudget;
  readonly timeoutMs?: number;
}

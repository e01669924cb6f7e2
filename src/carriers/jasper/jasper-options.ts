import type { HttpClient } from '../../platform/http-client.ts';
import type { JasperCredentials } from '../../platform/provider-credentials.ts';
import type { RequestBudget } from '../request-budget.ts';

export interface JasperOptions {
  /** Up to and including `/rws/api/v1`. */
  readonly baseUrl: string;
  readonly credentials: JasperCredentials;
  readonly http: HttpClient;
  readonly budget: RequestBudget;
  readonly timeoutMs?: number;
}

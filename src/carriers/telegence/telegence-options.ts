import type { HttpClient } from '../../platform/http-client.ts';
import type { RequestBudget } from '../request-budget.ts';
import type { TelegenceCredentials } from '../../platform/provider-credentials.ts';
import type { TelegenceSettings } from '../../platform/telegence-settings.ts';

export interface TelegenceOptions {
  /** The host, without any path. */
  readonly baseUrl: string;
  readonly credentials: TelegenceCredentials;
  readonly settings: TelegenceSettings;
  readonly http: HttpClient;
  readonly budget: RequestBudget;
  readonly timeoutMs?: number;
}

import type { Clock } from '../../platform/clock.ts';
import type { HttpClient } from '../../platform/http-client.ts';
import type { ThingspaceCredentials } from '../../platform/provider-credentials.ts';
import type { RequestBudget } from '../request-budget.ts';
import type { LineQuota } from './line-quota.ts';
import type { SessionStore } from '../../platform/session-store.ts';

export interface ThingspaceOptions {
  /** Up to and including `/api`. */
  readonly baseUrl: string;
  readonly accountName: string;
  readonly credentials: ThingspaceCredentials;
  readonly http: HttpClient;
  readonly budget: RequestBudget;
  readonly sessions: SessionStore;
  /** Provisioning actions: five a day, more by contract. */
  readonly quota: LineQuota;
  /** Plan changes: four a month. */
  readonly planQuota: LineQuota;
  readonly timeoutMs?: number;
  /** Tells when an access token runs out. */
  readonly clock?: Clock;
}

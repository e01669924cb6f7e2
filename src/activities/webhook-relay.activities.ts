import { log } from '@temporalio/activity';
import { findWebhookWork, sealWebhookFailures } from '../db/bulk/webhook-work.ts';
import type { Database } from '../db/client.ts';
import type { Clock } from '../platform/clock.ts';
import type { WebhookStarter } from '../platform/webhook-starter.ts';

export interface WebhookRelayDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly webhookStarter: WebhookStarter;
}

/** What one look came to. */
export interface RelayedWebhooks {
  readonly sealed: number;
  readonly started: number;
}

export function createWebhookRelayActivities({ database, clock, webhookStarter }: WebhookRelayDeps) {
  return {
    /**
     * Makes events of the failures that were noted, and has the endpoints whose next event is due delivered to. What
     * cannot be done is logged and stays for the next look.
     */
    relayWebhooks: async (): Promise<RelayedWebhooks> => {
      const { pool } = database;
      let work = await findWebhookWork(pool, clock.now());
      let sealed = 0;
      for (const change of work.changes) {
        try {
          sealed += await sealWebhookFailures(pool, change);
        } catch (error) {
          log.warn('Failed devices were not made events; the next look tries again', { error, change });
        }
      }
      if (sealed > 0) work = await findWebhookWork(pool, clock.now());
      const started = await Promise.all(
        work.endpoints.map(async (place) => {
          try {
            await webhookStarter.ensure(place);
            return 1;
          } catch (error) {
            log.warn('Deliveries were not started; the next look tries again', { error, ...place });
            return 0;
          }
        }),
      );
      return { sealed, started: started.reduce<number>((sum, each) => sum + each, 0) };
    },
  };
}

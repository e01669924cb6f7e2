import type { Logger } from 'pino';
import type { Connection } from '@temporalio/client';
import { z } from 'zod';
import type { EndpointPlace, WebhookStarter } from '../platform/webhook-starter.ts';
import { Problem } from './problem.ts';

const testResult = z
  .object({
    status: z.number().nullable(),
    sealedText: z.string().nullable(),
    error: z.string().nullable(),
    durationMs: z.number(),
  })
  .nullable();

/** What the receiver of a test message said, its words under the tenant's key; null when the endpoint is gone. */
export type WebhookTestResult = z.output<typeof testResult>;

/** How the API has webhooks delivered. */
export interface WebhookControl {
  /**
   * Has what is due tried at once, after an endpoint was changed or something is to be replayed.
   * @throws Problem service.unavailable when nobody could be told
   */
  wake(place: EndpointPlace): Promise<void>;
  /**
   * Sends a test message and waits for what becomes of it.
   * @throws Problem service.unavailable when that takes too long
   */
  test(place: EndpointPlace, testId: string): Promise<WebhookTestResult>;
}

const WAKE_DEADLINE_MS = 3_000;
/** A receiver may take fifteen seconds. */
const TEST_DEADLINE_MS = 25_000;

interface WebhookControlDeps {
  readonly connection: Pick<Connection, 'withDeadline'>;
  readonly starter: WebhookStarter;
  readonly logger: Pick<Logger, 'warn'>;
}

export function createWebhookControl({ connection, starter, logger }: WebhookControlDeps): WebhookControl {
  const within = async <T>(milliseconds: number, sorry: string, call: () => Promise<T>): Promise<T> => {
    try {
      return await connection.withDeadline(Date.now() + milliseconds, call);
    } catch (error) {
      logger.warn({ err: error }, 'Temporal could not be asked for a delivery of webhooks');
      throw new Problem('service.unavailable', sorry, { headers: { 'retry-after': '5' } });
    }
  };
  return {
    wake: (place) =>
      within(
        WAKE_DEADLINE_MS,
        'It is stored, but deliveries cannot be started just now. Repeat the call.',
        () => starter.wake(place),
      ),
    test: async (place, testId) => {
      const sorry = 'The test cannot be carried out just now. Repeat the call.';
      return testResult.parse(await within(TEST_DEADLINE_MS, sorry, () => starter.test(place, testId)));
    },
  };
}

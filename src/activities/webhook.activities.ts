import type { Database } from '../db/client.ts';
import {
  loadDueDelivery,
  readWebhookTarget,
  recordWebhookTry,
  type DueDelivery,
  type Verdict,
  type WebhookTarget,
} from '../db/webhook-tries.ts';
import { WEBHOOK_TEST_TYPE } from '../domain/webhook-event-type.ts';
import { webhookRetryWaitMs } from '../domain/webhook-retry.ts';
import type { Clock } from '../platform/clock.ts';
import type { Encryption } from '../platform/encryption.ts';
import { webhookBody } from '../platform/webhook-body.ts';
import type { WebhookAnswer, WebhookSender } from '../platform/webhook-sender.ts';
import { openWebhookSecrets } from '../platform/webhook-secrets.ts';
import { signWebhook } from '../platform/webhook-signature.ts';

export interface WebhookDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly encryption: Encryption;
  readonly webhookSender: WebhookSender;
}

export interface EndpointInput {
  readonly tenantId: string;
  readonly endpointId: string;
}

/** What one try came to. */
export type DeliveryStep =
  | { readonly kind: 'nothing_due' }
  | { readonly kind: 'delivered'; readonly sequence: number }
  | { readonly kind: 'failed'; readonly sequence: number; readonly retryInMs: number }
  | { readonly kind: 'given_up'; readonly sequence: number };

/** What a receiver said to a test message; its own words are encrypted, since Temporal keeps what is returned. */
export interface TestResult extends Pick<WebhookAnswer, 'status' | 'error' | 'durationMs'> {
  readonly sealedText: string | null;
}

const GONE = 410;

/** Sends messages to receivers. On a queue of their own. */
export function createWebhookActivities(deps: WebhookDeps) {
  return {
    /** Tries the next event of an endpoint once, writes down what came of it, and says what to do next. */
    deliverNextEvent: async (input: EndpointInput): Promise<DeliveryStep> => {
      const delivery = await loadDueDelivery(deps.database, input.tenantId, input.endpointId);
      if (delivery === null) return { kind: 'nothing_due' };
      const { event } = delivery;
      const at = deps.clock.now();
      const message = { id: event.id, at, body: webhookBody(event) };
      const answer = await send(deps, input.tenantId, delivery, message);
      const { verdict, step } = judge(delivery, answer, at);
      const outcome = await recordWebhookTry(
        deps.database,
        { ...input, delivery },
        tryOf(answer, at),
        verdict,
      );
      if (outcome === 'recorded' || step.kind === 'delivered') return step;
      return { kind: 'failed', sequence: event.sequence, retryInMs: 0 };
    },

    /** Sends a test message, which is no event: nothing of it is kept. Null when the endpoint is gone. */
    sendTestMessage: async (
      input: EndpointInput & { readonly testId: string },
    ): Promise<TestResult | null> => {
      const target = await readWebhookTarget(deps.database, input.tenantId, input.endpointId);
      if (target === null) return null;
      const at = deps.clock.now();
      const data = { endpointId: input.endpointId };
      const body = webhookBody({ type: WEBHOOK_TEST_TYPE, createdAt: at, data });
      const answer = await send(deps, input.tenantId, target, { id: input.testId, at, body });
      const { status, text, error, durationMs } = answer;
      const sealedText = text === null ? null : deps.encryption.encrypt(input.tenantId, text);
      return { status, sealedText, error, durationMs };
    },
  };
}

async function send(
  { encryption, webhookSender }: WebhookDeps,
  tenantId: string,
  target: WebhookTarget,
  message: { readonly id: string; readonly at: Date; readonly body: string },
): Promise<WebhookAnswer> {
  const secrets = openWebhookSecrets(encryption, tenantId, target, message.at);
  if (secrets.length === 0) {
    const error = 'Nothing was sent: the secret of the endpoint cannot be read any more. Rotate it.';
    return { status: null, text: null, error, retryAfterMs: null, durationMs: 0 };
  }
  return webhookSender.send({
    url: target.url,
    headers: signWebhook(message, secrets),
    body: message.body,
  });
}

function judge(
  { attempts, event }: DueDelivery,
  { status, error, retryAfterMs }: WebhookAnswer,
  at: Date,
): { readonly verdict: Verdict; readonly step: DeliveryStep } {
  const { sequence } = event;
  if (error === null) {
    const verdict: Verdict = { status: 'DELIVERED', nextAttemptAt: null, disables: null };
    return { verdict, step: { kind: 'delivered', sequence } };
  }
  const retryInMs = status === GONE ? null : webhookRetryWaitMs(attempts + 1, retryAfterMs);
  if (retryInMs === null) {
    const disables = status === GONE ? 'gone' : 'exhausted';
    const verdict: Verdict = { status: 'FAILED', nextAttemptAt: null, disables };
    return { verdict, step: { kind: 'given_up', sequence } };
  }
  const nextAttemptAt = new Date(at.getTime() + retryInMs);
  const verdict: Verdict = { status: 'PENDING', nextAttemptAt, disables: null };
  return { verdict, step: { kind: 'failed', sequence, retryInMs } };
}

function tryOf({ status, text, error, durationMs }: WebhookAnswer, at: Date) {
  return { at, responseStatus: status, responseText: text, error, durationMs };
}

import { proxyActivities } from '@temporalio/workflow';
import type { WebhookActivities } from '../activities/index.ts';
import type { EndpointInput, TestResult } from '../activities/webhook.activities.ts';
import { webhookActivityOptions } from './activity-options.ts';

/** Sends one message outside the order, so that its owner sees what the endpoint makes of it. It is not tried again. */
export async function webhookTest(
  input: EndpointInput & { readonly testId: string },
): Promise<TestResult | null> {
  const { sendTestMessage } = proxyActivities<WebhookActivities>({
    ...webhookActivityOptions('Send a test message'),
    scheduleToCloseTimeout: '1 minute',
  });
  return sendTestMessage(input);
}

import { WorkflowIdConflictPolicy, type Client } from '@temporalio/client';
import {
  WAKE_SIGNAL,
  WEBHOOK_ENDPOINT_WORKFLOW,
  WEBHOOK_TEST_WORKFLOW,
  webhookEndpointWorkflowId,
  webhookTestWorkflowId,
} from '../domain/workflow-id.ts';

export interface EndpointPlace {
  readonly tenantId: string;
  readonly endpointId: string;
}

export interface WebhookStarter {
  /** Has what is due delivered; a run that works or waits for its next try is left alone. */
  ensure(place: EndpointPlace): Promise<void>;
  /** The same, and a run that waits tries at once: the endpoint was changed, or something is to be replayed. */
  wake(place: EndpointPlace): Promise<void>;
  /** Sends a message outside the order, and answers with what `webhookTest` returns. */
  test(place: EndpointPlace, testId: string): Promise<unknown>;
}

export interface WebhookStarterDeps {
  readonly client: Client;
  /** The workflows' task queue. */
  readonly taskQueue: string;
}

/** Repeating any of these is harmless: there is one run for an endpoint, and it finds nothing due a second time. */
export function createWebhookStarter({ client, taskQueue }: WebhookStarterDeps): WebhookStarter {
  const optionsOf = (place: EndpointPlace) => ({
    taskQueue,
    args: [place],
    // Fair shares for tenants, however many events one of them has.
    priority: { fairnessKey: place.tenantId },
  });
  const deliveryOf = (place: EndpointPlace) => ({
    ...optionsOf(place),
    workflowId: webhookEndpointWorkflowId(place.endpointId),
    staticSummary: 'Delivers the events of a webhook endpoint in their order',
  });
  return {
    ensure: async (place) => {
      await client.workflow.start(WEBHOOK_ENDPOINT_WORKFLOW, {
        ...deliveryOf(place),
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
      });
    },
    wake: async (place) => {
      await client.workflow.signalWithStart(WEBHOOK_ENDPOINT_WORKFLOW, {
        ...deliveryOf(place),
        signal: WAKE_SIGNAL,
        signalArgs: [] as [],
      });
    },
    test: (place, testId) =>
      client.workflow.execute(WEBHOOK_TEST_WORKFLOW, {
        ...optionsOf(place),
        args: [{ ...place, testId }],
        workflowId: webhookTestWorkflowId(place.endpointId, testId),
        staticSummary: 'Sends a test message to a webhook endpoint',
      }),
  };
}

import {
  WEBHOOK_ENDPOINT_WORKFLOW,
  webhookEndpointWorkflowId,
  webhookRelayWorkflowId,
  webhookTestWorkflowId,
} from '../../src/domain/workflow-id.ts';
import { createWebhookStarter } from '../../src/platform/webhook-starter.ts';
import { ensureWebhookRelay } from '../../src/worker/ensure-relays.ts';
import type { Millpond } from '../support/millpond.ts';
import { eventually } from '../workflows/scene.ts';
import { setWebhookScene, type WebhookScene } from '../workflows/webhook-scene.ts';
import type { TakenPath } from './paths.ts';

/** Events that are taken at once, after a wait, when woken, and never; a run that continues as new; a test; the relay. */
export async function takeWebhookPaths(millpond: Millpond): Promise<TakenPath[]> {
  const scene = await setWebhookScene(millpond);
  const { endpointId } = scene.place;
  const workflowId = webhookEndpointWorkflowId(endpointId);
  const runId = async () => (await millpond.client.workflow.getHandle(workflowId).describe()).runId;
  const starter = createWebhookStarter(millpond);
  try {
    await scene.happen(2);
    scene.receiver.answer((response) =>
      response.writeHead(scene.receiver.received.length < 3 ? 500 : 200).end(),
    );
    const delivering = scene.deliver();
    await eventually(async () => (await scene.deliveries())[0]?.[2]).toBe(2);
    await starter.wake(scene.place);
    await delivering;
    const delivered = await runId();
    const continued = await takeContinued(millpond, scene);
    await starter.test(scene.place, endpointId);
    await scene.happen(1);
    scene.receiver.answer((response) => response.writeHead(410).end());
    await scene.deliver();
    return [
      { path: 'webhook-endpoint', workflowId, runId: delivered },
      { path: 'webhook-endpoint-continued-as-new', workflowId, runId: continued },
      { path: 'webhook-endpoint-gone', workflowId, runId: await runId() },
      { path: 'webhook-test', workflowId: webhookTestWorkflowId(endpointId, endpointId) },
      await takeRelayPath(millpond),
    ];
  } finally {
    await scene.receiver.close();
  }
}

async function takeContinued({ client, taskQueue }: Millpond, scene: WebhookScene): Promise<string> {
  await scene.happen(2);
  const started = await client.workflow.start(WEBHOOK_ENDPOINT_WORKFLOW, {
    taskQueue,
    workflowId: webhookEndpointWorkflowId(scene.place.endpointId),
    args: [{ ...scene.place, triesPerRun: 1 }],
  });
  await started.result();
  return started.firstExecutionRunId;
}

async function takeRelayPath({ client, taskQueue }: Millpond): Promise<TakenPath> {
  const workflowId = webhookRelayWorkflowId(taskQueue);
  await ensureWebhookRelay(client, taskQueue);
  const handle = client.workflow.getHandle(workflowId);
  const isWaiting = async () =>
    ((await handle.fetchHistory()).events ?? []).some((event) => event.timerStartedEventAttributes != null);
  await eventually(isWaiting).toBe(true);
  return { path: 'webhook-relay', workflowId };
}

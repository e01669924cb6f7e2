import { bulkChangeWorkflowId } from '../src/domain/workflow-id.ts';
import { benchIccid } from './seed.ts';
import type { BenchStack } from './stack.ts';

export interface SubmittedChange {
  readonly id: string;
  readonly submitMs: number;
}

/** Submits a change of the first `devices` devices through the API, as a caller does. */
export async function submitChange(
  stack: BenchStack,
  serviceProviderId: string,
  devices: number,
  change: object,
): Promise<SubmittedChange> {
  const body = JSON.stringify({
    serviceProviderId,
    devices: Array.from({ length: devices }, (_, index) => benchIccid(index)),
    ...change,
  });
  const started = performance.now();
  const response = await fetch(`${stack.apiUrl}/v1/bulk-changes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.seed.token}`, 'content-type': 'application/json' },
    body,
  });
  const answer = (await response.json()) as { id: string };
  const submitMs = performance.now() - started;
  if (response.status !== 202) throw new Error(`The API refused the change: ${JSON.stringify(answer)}`);
  return { id: answer.id, submitMs };
}

/** Waits for the run of a change; throws when not every device was processed. Resolves with the seconds it took. */
export async function runToEnd(stack: BenchStack, id: string, devices: number): Promise<void> {
  const result = (await stack.client.workflow.getHandle(bulkChangeWorkflowId(id)).result()) as {
    status: string;
    tally: { processed: number };
  };
  if (result.status !== 'PROCESSED' || result.tally.processed !== devices) {
    throw new Error(
      `The change ended ${JSON.stringify(result)} instead of processing ${String(devices)} devices.`,
    );
  }
}

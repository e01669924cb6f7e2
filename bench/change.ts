import { bulkChangeWorkflowId } from '../src/domain/workflow-id.ts';
import { benchIccid, type AccountName } from './fleet.ts';
import type { BenchStack } from './stack.ts';

export interface SubmittedChange {
  readonly id: string;
  readonly submitMs: number;
}

export interface Selection {
  readonly account: AccountName;
  /** The first device, 0 unless given. */
  readonly from?: number;
  readonly devices: number;
}

/** Submits a change of some devices through the API, as a caller does. */
export async function submitChange(
  stack: BenchStack,
  { account, from = 0, devices }: Selection,
  change: object,
): Promise<SubmittedChange> {
  const started = performance.now();
  const answer = await postToApi<{ id: string }>(stack, '/v1/bulk-changes', {
    serviceProviderId: stack.seed.providers[account],
    devices: Array.from({ length: devices }, (_, index) => benchIccid(account, from + index)),
    ...change,
  });
  return { id: answer.id, submitMs: performance.now() - started };
}

/** @throws Error with the answer when it is a refusal */
export async function postToApi<Answer>(stack: BenchStack, path: string, body: object): Promise<Answer> {
  const response = await fetch(`${stack.apiUrl}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.seed.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`The API refused ${path}: ${JSON.stringify(answer)}`);
  return answer as Answer;
}

/** Waits for the run of a change; throws when not every device was processed. */
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

import { z } from 'zod';
import type { WorkQueue } from '../frame/work-queue.ts';
import { applyUpdate } from './apply-update.ts';
import { finishActivation } from './finish-activation.ts';
import { finishProvisioning } from './finish-provisioning.ts';
import type { TelegenceState } from './telegence-state.ts';
import { invalidUpdate } from './validate-update.ts';

/** What the carrier does some time after it was asked. */
const workSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('activation'), id: z.string() }),
  z.object({ kind: z.literal('provisioning'), id: z.string() }),
  z.object({
    kind: z.literal('update'),
    subscriberNumber: z.string(),
    changes: z.array(z.object({ name: z.string(), value: z.string() })),
    day: z.string(),
    request: z.int(),
  }),
]);

type Work = z.infer<typeof workSchema>;
export type ScheduledUpdate = Extract<Work, { kind: 'update' }>;
export type TelegenceWork = WorkQueue<Work>;

/** Declares the queue of that work. */
export function createTelegenceWork(state: TelegenceState): TelegenceWork {
  return state.frame.workQueue({ name: 'work', schema: workSchema, run: (work) => run(state, work) });
}

function run(state: TelegenceState, work: Work): void {
  switch (work.kind) {
    case 'activation':
      return finishActivation(state, work.id);
    case 'provisioning':
      return finishProvisioning(state, work.id);
    case 'update':
      return applyScheduled(state, work);
  }
}

/** An update that is no longer valid (the status has moved on) is dropped, as nobody is left to be told. */
function applyScheduled(state: TelegenceState, update: ScheduledUpdate): void {
  const line = state.lines.get(update.subscriberNumber);
  const account = state.accounts.find(({ account: name }) => name === line?.account);
  if (line === undefined || account === undefined) return;
  if (invalidUpdate(state, account, line, update.changes) === null) {
    applyUpdate(state, line, update.changes, update);
  }
}

import {
  CancellationScope,
  executeChild,
  ParentClosePolicy,
  proxyActivities,
  workflowInfo,
} from '@temporalio/workflow';
import { runLanes } from '../../src/workflows/lanes.ts';
import type { BareActivities } from './activities.ts';

/** The bare fan-out: the product's tree, windows and number of regular activities, and nothing else. */
export interface BareInput {
  readonly run: string;
  readonly devices: number;
  readonly batchSize: number;
  readonly openBatches: number;
  readonly batchWindow: number;
  /** False: the children do nothing at all, as those of a change of the database alone that fans out. */
  readonly withActivity: boolean;
}

export async function bareRoot(input: BareInput): Promise<void> {
  const starts = Array.from(
    { length: Math.ceil(input.devices / input.batchSize) },
    (_, index) => index * input.batchSize,
  );
  await runLanes(
    starts,
    input.openBatches,
    () => true,
    (first) =>
      executeChild(bareBatch, {
        workflowId: `${input.run}/batch/${String(first)}`,
        parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
        args: [input, first],
      }),
  );
}

export async function bareBatch(input: BareInput, first: number): Promise<void> {
  const count = Math.min(input.batchSize, input.devices - first);
  const devices = Array.from({ length: count }, (_, index) => first + index);
  await CancellationScope.nonCancellable(() =>
    runLanes(
      devices,
      input.batchWindow,
      () => true,
      (device) =>
        executeChild(bareDevice, {
          workflowId: `${input.run}/device/${String(device)}`,
          parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
          args: [input.withActivity],
        }),
    ),
  );
}

export async function bareDevice(withActivity: boolean): Promise<void> {
  if (!withActivity) return;
  const { nothing } = proxyActivities<BareActivities>({
    startToCloseTimeout: '1 minute',
    taskQueue: `${workflowInfo().taskQueue}-outside`,
  });
  await nothing();
}

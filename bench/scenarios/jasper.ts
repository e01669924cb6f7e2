import { batchPlan, deviceWindow } from '../../src/domain/batch-plan.ts';
import { deviceWorkflowId } from '../../src/domain/workflow-id.ts';
import type { BareInput } from '../bare/workflows.ts';
import { runToEnd, submitChange } from '../change.ts';
import { committedTransactions, deviceTimes, historyFigures, median } from '../measure.ts';
import type { Report } from '../report.ts';
import { benchIccid } from '../seed.ts';
import type { BenchStack } from '../stack.ts';

/** A status change over a synchronous carrier without latency, alternating with the bare fan-out on the same server. */
export async function runJasper(
  stack: BenchStack,
  devices: number,
  rounds: number,
  report: Report,
): Promise<void> {
  const product: number[] = [];
  const bare: number[] = [];
  let lastId = '';
  await runProduct(stack, 50, 'suspend');
  await runBare(stack, 'warm-up', 50);
  await runProduct(stack, 50, 'restore');
  let statements = 0;
  for (let round = 0; round < rounds * 2; round += 1) {
    const target = round % 2 === 0 ? 'suspend' : 'restore';
    const before = await committedTransactions(stack);
    const result = await runProduct(stack, devices, target);
    statements += (await committedTransactions(stack)) - before;
    lastId = result.id;
    product.push(result.perSecond);
    report.line(`product ${target}: ${result.perSecond.toFixed(1)} devices/s`);
    bare.push(await runBare(stack, `round-${String(round)}`, devices));
    report.line(`bare fan-out: ${(bare.at(-1) ?? 0).toFixed(1)} devices/s`);
  }
  const history = await historyFigures(stack.client, deviceWorkflowId(stack.seed.providerId, benchIccid(0)));
  const times = await deviceTimes(stack, lastId);
  report.figure('jasper.devicesPerSecond', median(product));
  report.figure('bare.devicesPerSecond', median(bare));
  // Each run is compared with the bare one right after it, so that the machine's other work weighs on both.
  report.figure('product/bare', median(product.map((rate, round) => rate / (bare[round] ?? Number.NaN))));
  report.figure('jasper.historyEventsPerDevice', history.events);
  report.figure('jasper.stateTransitionsPerDevice', history.transitions);
  report.figure('jasper.activityTasksPerDevice', history.activityTasks);
  const bareHistory = await historyFigures(stack.client, 'bare/round-0/device/0');
  report.figure('bare.historyEventsPerDevice', bareHistory.events);
  report.figure('bare.stateTransitionsPerDevice', bareHistory.transitions);
  report.figure('jasper.sqlStatementsPerDevice', statements / (devices * rounds * 2));
  report.figure('jasper.deviceP50Ms', times.p50);
  report.figure('jasper.deviceP95Ms', times.p95);
}

async function runProduct(stack: BenchStack, devices: number, targetStatus: string) {
  const { id } = await submitChange(stack, stack.seed.providerId, devices, {
    changeType: 'statusupdate',
    statusUpdate: { targetStatus },
  });
  const submitted = performance.now();
  await runToEnd(stack, id, devices);
  return { id, perSecond: (devices * 1_000) / (performance.now() - submitted) };
}

async function runBare(stack: BenchStack, name: string, devices: number): Promise<number> {
  const window = deviceWindow({ requestsPerSecond: null, maxConcurrentRequests: 100 });
  const input: BareInput = {
    run: `bare/${name}`,
    devices,
    ...batchPlan(devices, 100, window),
    withActivity: true,
  };
  const started = performance.now();
  await stack.client.workflow.execute('bareRoot', {
    taskQueue: stack.bareTaskQueue,
    workflowId: input.run,
    args: [input],
  });
  return (devices * 1_000) / (performance.now() - started);
}

import { batchPlan, deviceWindow } from '../../src/domain/batch-plan.ts';
import type { BareInput } from '../bare/workflows.ts';
import { createFanOut, runChange } from '../fan-out.ts';
import { historyFigures, median } from '../measure.ts';
import type { Report } from '../report.ts';
import type { BenchStack } from '../stack.ts';
import { alternatingStatus } from '../status-change.ts';

const WARM_UP = { account: 'jasper', devices: 50 } as const;

/** A status change over a synchronous carrier without latency, alternating with the bare fan-out on the same server. */
export async function runJasper(
  stack: BenchStack,
  devices: number,
  rounds: number,
  report: Report,
): Promise<void> {
  const product: number[] = [];
  const bare: number[] = [];
  await runChange(stack, WARM_UP, alternatingStatus(0));
  await runBare(stack, 'warm-up', WARM_UP.devices);
  await runChange(stack, WARM_UP, alternatingStatus(1));
  const fanOut = createFanOut(stack, 'jasper', report);
  for (let round = 0; round < rounds * 2; round += 1) {
    product.push(await fanOut.run({ account: 'jasper', devices }, alternatingStatus(round)));
    const rate = await runBare(stack, `round-${String(round)}`, devices);
    report.line(`bare fan-out: ${rate.toFixed(1)} devices/s`);
    bare.push(rate);
  }
  await fanOut.tell();
  const bareHistory = await historyFigures(stack.client, 'bare/round-0/device/0');
  report.figure('bare.devicesPerSecond', median(bare));
  report.figure('bare.historyEventsPerDevice', bareHistory.events);
  report.figure('bare.stateTransitionsPerDevice', bareHistory.transitions);
  // Each run is compared with the bare one right after it, so that the machine's other work weighs on both.
  report.figure('product/bare', median(product.map((rate, round) => rate / (bare[round] ?? Number.NaN))));
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

import { runToEnd, submitChange } from '../change.ts';
import { committedTransactions } from '../measure.ts';
import type { Report } from '../report.ts';
import type { BenchStack } from '../stack.ts';

/** A customer rate plan change: page by page above the threshold, and through the fan-out below it. */
export async function runDatabase(stack: BenchStack, devices: number, report: Report): Promise<void> {
  const [planA, planB] = stack.seed.customerRatePlanIds;
  for (const [name, size, plan] of [
    ['setBased', devices, planA],
    ['fanOut', Math.min(900, devices), planB],
  ] as const) {
    const before = await committedTransactions(stack);
    const { id, submitMs } = await submitChange(
      stack,
      { account: 'jasper', devices: size },
      { changeType: 'customerrateplanchange', customerRatePlanUpdate: { customerRatePlanId: plan } },
    );
    const submitted = performance.now();
    await runToEnd(stack, id, size);
    const seconds = (performance.now() - submitted) / 1_000;
    report.figure(`database.${name}.devices`, size);
    report.figure(`database.${name}.submitSeconds`, submitMs / 1_000);
    report.figure(`database.${name}.seconds`, seconds);
    report.figure(`database.${name}.devicesPerSecond`, size / seconds);
    report.figure(
      `database.${name}.sqlStatementsPerDevice`,
      ((await committedTransactions(stack)) - before) / size,
    );
  }
}

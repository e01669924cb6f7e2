import { submitChange } from '../change.ts';
import type { Report } from '../report.ts';
import type { BenchStack } from '../stack.ts';

/** How long a caller waits for a change to be validated and stored. Nothing is started. */
export async function runSubmit(stack: BenchStack, sizes: readonly number[], report: Report): Promise<void> {
  for (const devices of sizes) {
    const { submitMs } = await submitChange(
      stack,
      { account: 'jasper', devices },
      { changeType: 'statusupdate', processChanges: false, statusUpdate: { targetStatus: 'suspend' } },
    );
    report.figure(`submit.${String(devices)}.seconds`, submitMs / 1_000);
  }
}

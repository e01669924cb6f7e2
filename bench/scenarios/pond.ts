import { createFanOut } from '../fan-out.ts';
import type { Report } from '../report.ts';
import { countOf, readStatistics } from '../simulators.ts';
import type { BenchStack } from '../stack.ts';

/** A package change: the saga of several calls, from one plan to the other and back. */
export async function runPond(
  stack: BenchStack,
  devices: number,
  rounds: number,
  report: Report,
): Promise<void> {
  const fanOut = createFanOut(stack, 'pond', report);
  for (let round = 0; round < rounds * 2; round += 1) {
    await fanOut.run(
      { account: 'pond', devices },
      {
        changeType: 'carrierrateplanchange',
        carrierRatePlanUpdate: { carrierRatePlan: round % 2 === 0 ? 'P2' : 'P1' },
      },
    );
  }
  await fanOut.tell();
  const statistics = await readStatistics(stack.simulatorUrls.pond);
  const calls = Object.keys(statistics.operations).reduce((sum, name) => sum + countOf(statistics, name), 0);
  report.figure('pond.carrierCallsPerDevice', calls / (devices * rounds * 2));
}

import { createFanOut } from '../fan-out.ts';
import type { Report } from '../report.ts';
import { countOf, readStatistics } from '../simulators.ts';
import type { BenchStack } from '../stack.ts';

/** Activations, which the carrier takes by the batch and confirms when it is asked. Every run takes SIMs of its own. */
export async function runTelegence(
  stack: BenchStack,
  devices: number,
  rounds: number,
  report: Report,
): Promise<void> {
  const fanOut = createFanOut(stack, 'telegence', report);
  for (let round = 0; round < rounds; round += 1) {
    await fanOut.run(
      { account: 'telegence', from: round * devices, devices },
      {
        changeType: 'statusupdate',
        statusUpdate: { targetStatus: 'activate', carrierRatePlan: 'SMALL', mdnZipCode: '75001' },
      },
    );
  }
  await fanOut.tell();
  const statistics = await readStatistics(stack.simulatorUrls.telegence);
  report.figure(
    'telegence.devicesPerActivationRequest',
    (devices * rounds) / countOf(statistics, 'activate'),
  );
  report.figure('telegence.questionsPerDevice', countOf(statistics, 'activationStatus') / (devices * rounds));
}

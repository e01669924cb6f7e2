import { postToApi } from '../change.ts';
import { createFanOut } from '../fan-out.ts';
import type { Report } from '../report.ts';
import { countOf, readStatistics } from '../simulators.ts';
import type { BenchStack } from '../stack.ts';
import { alternatingStatus } from '../status-change.ts';

/** A status change whose devices wait: the carrier accepts at once and tells by callback, two to four seconds later. */
export async function runThingspace(
  stack: BenchStack,
  devices: number,
  rounds: number,
  report: Report,
): Promise<void> {
  const { registered, errorMessage } = await postToApi<{ registered: boolean; errorMessage: string | null }>(
    stack,
    `/v1/service-providers/${stack.seed.providers.thingspace}/callbacks/register`,
    {},
  );
  if (!registered) throw new Error(`The callbacks were not registered: ${errorMessage ?? 'no answer yet'}`);
  const fanOut = createFanOut(stack, 'thingspace', report);
  for (let round = 0; round < rounds * 2; round += 1) {
    await fanOut.run({ account: 'thingspace', devices }, alternatingStatus(round));
  }
  await fanOut.tell();
  const statistics = await readStatistics(stack.simulatorUrls.thingspace);
  const all = devices * rounds * 2;
  report.figure('thingspace.callbacksPerDevice', (await callbacks(stack)) / all);
  report.figure(
    'thingspace.requestsPerDevice',
    (countOf(statistics, 'suspend') + countOf(statistics, 'restore')) / all,
  );
  // Where the callback came there is nothing to ask.
  report.figure('thingspace.questionsPerDevice', countOf(statistics, 'requestStatus') / all);
}

async function callbacks(stack: BenchStack): Promise<number> {
  const { rows } = await stack.database.pool.query<{ count: string }>(
    'select count(*) from carrier_callbacks where service_provider_id = $1::uuid',
    [stack.seed.providers.thingspace],
  );
  return Number(rows[0]?.count ?? 0);
}

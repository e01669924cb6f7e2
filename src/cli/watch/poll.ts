import type { Cli } from '../cli.ts';
import { isPassing, MOST_FAILURES_IN_A_ROW } from './passing-failure.ts';

const POLL_MS = 2_000;

/**
 * Reads something every two seconds and yields it each time, until it has ended. A read that fails is made up for by the next.
 * @throws ApiProblem, ApiUnreachable when the API stays away
 */
export async function* poll<Answer>(
  wait: Cli['wait'],
  read: () => Promise<Answer>,
  hasEnded: (answer: Answer) => boolean,
): AsyncGenerator<Answer> {
  let failures = 0;
  for (;;) {
    try {
      const answer = await read();
      failures = 0;
      yield answer;
      if (hasEnded(answer)) return;
    } catch (error) {
      if (!isPassing(error) || failures >= MOST_FAILURES_IN_A_ROW) throw error;
      failures += 1;
    }
    await wait(POLL_MS);
  }
}

import type { BulkChangeAnswer } from '../../api/contracts/bulk-change.ts';
import { isFinalBulkChangeStatus } from '../../domain/bulk-change-status.ts';
import { changePath } from '../http/change-path.ts';
import type { ChangeUpdate } from './change-view.ts';
import type { FollowDeps } from './follow-change.ts';
import { isPassing, MOST_FAILURES_IN_A_ROW } from './passing-failure.ts';

const POLL_MS = 2_000;

/**
 * Asks every two seconds how a change is doing, until it has ended: for an API without a stream of events.
 * @throws ApiProblem, ApiUnreachable when the API stays away
 */
export async function* pollChange(
  deps: FollowDeps,
  { id, status }: BulkChangeAnswer,
): AsyncGenerator<ChangeUpdate> {
  let last = status;
  let failures = 0;
  while (!isFinalBulkChangeStatus(last)) {
    const change = await readChange(deps, id, failures);
    failures = change === undefined ? failures + 1 : 0;
    if (change !== undefined) {
      const { counts, progress } = change;
      yield { event: 'progress', data: { counts, progress } };
      if (change.status !== last) {
        yield { event: 'status', data: { status: change.status, waitingFor: progress.waitingFor } };
      }
      last = change.status;
    }
    if (!isFinalBulkChangeStatus(last)) await deps.wait(POLL_MS);
  }
}

/** Undefined when it could not be read this time. */
async function readChange(
  { api }: FollowDeps,
  id: string,
  failures: number,
): Promise<BulkChangeAnswer | undefined> {
  try {
    return await api.get<BulkChangeAnswer>(changePath(id));
  } catch (error) {
    if (!isPassing(error) || failures >= MOST_FAILURES_IN_A_ROW) throw error;
    return undefined;
  }
}

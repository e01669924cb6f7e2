import type { BulkChangeAnswer } from '../../api/contracts/bulk-change.ts';
import { isFinalBulkChangeStatus } from '../../domain/bulk-change-status.ts';
import { changePath } from '../http/change-path.ts';
import type { ChangeUpdate } from './change-view.ts';
import type { FollowDeps } from './follow-change.ts';
import { poll } from './poll.ts';

/**
 * Asks from time to time how a change is doing, until it has ended: for an API without a stream of events.
 * @throws ApiProblem, ApiUnreachable when the API stays away
 */
export async function* pollChange(
  { api, wait }: FollowDeps,
  { id, status }: BulkChangeAnswer,
): AsyncGenerator<ChangeUpdate> {
  const read = () => api.get<BulkChangeAnswer>(changePath(id));
  let last = status;
  for await (const change of poll(wait, read, (answer) => isFinalBulkChangeStatus(answer.status))) {
    const { counts, progress } = change;
    yield { event: 'progress', data: { counts, progress } };
    if (change.status !== last) {
      yield { event: 'status', data: { status: change.status, waitingFor: progress.waitingFor } };
    }
    last = change.status;
  }
}

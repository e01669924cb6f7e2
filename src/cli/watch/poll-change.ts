import type { BulkChangeAnswer } from '../../api/contracts/bulk-change.ts';
import { isFinalBulkChangeStatus } from '../../domain/bulk-change-status.ts';
import { changePath } from '../http/change-path.ts';
import type { ChangeUpdate } from './change-view.ts';
import type { FollowDeps } from './follow-change.ts';

const POLL_MS = 2_000;

/** Asks every two seconds how a change is doing, until it has ended: for an API without a stream of events. */
export async function* pollChange(
  { api, wait }: FollowDeps,
  { id, status }: BulkChangeAnswer,
): AsyncGenerator<ChangeUpdate> {
  for (let last = status; !isFinalBulkChangeStatus(last);) {
    const change = await api.get<BulkChangeAnswer>(changePath(id));
    const { counts, progress } = change;
    yield { event: 'progress', data: { counts, progress } };
    if (change.status !== last) {
      yield { event: 'status', data: { status: change.status, waitingFor: progress.waitingFor } };
    }
    last = change.status;
    if (!isFinalBulkChangeStatus(last)) await wait(POLL_MS);
  }
}

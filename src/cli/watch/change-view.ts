import type { BulkChangeAnswer } from '../../api/contracts/bulk-change.ts';
import type { BulkChangeStatus } from '../../domain/bulk-change-status.ts';
import type { WaitingFor } from '../output/change-text.ts';

/** What is known of a change while it is watched. */
export interface ChangeView {
  readonly id: string;
  readonly status: BulkChangeStatus;
  readonly counts: BulkChangeAnswer['counts'];
  readonly progress: BulkChangeAnswer['progress'];
}

/** The data of an event: `status` tells status and waitingFor, `progress` tells counts and progress. */
export interface ChangeUpdate {
  readonly event: 'status' | 'progress';
  readonly data: Partial<Omit<ChangeView, 'id'>> & { readonly waitingFor?: WaitingFor };
}

export function applyUpdate(view: ChangeView, { data }: ChangeUpdate): ChangeView {
  const progress = data.progress ?? view.progress;
  return {
    id: view.id,
    status: data.status ?? view.status,
    counts: data.counts ?? view.counts,
    progress: data.waitingFor === undefined ? progress : { ...progress, waitingFor: data.waitingFor },
  };
}

import { BULK_CHANGE_STATUSES, isFinalBulkChangeStatus } from '../../../domain/bulk-change-status.ts';
import type { LiveChangeRow } from '../../../db/live-changes.ts';
import type { LiveProgress, LiveStatus } from '../../contracts/live-event.ts';
import { versionOf, type LiveState } from '../../live/live-state.ts';
import { knownValue, orNull } from '../../stored-value.ts';
import { countsOf, progressOf, waveOf } from './bulk-change-progress.ts';

/** What listeners of a change are told, in the words of its answer. */
export function liveStateOf(row: LiveChangeRow, now: Date): LiveState {
  const status = knownValue(BULK_CHANGE_STATUSES, row.status);
  const progress = progressOf(row, now);
  const waitingFor = progress.waitingFor ?? (row.isContended ? 'device_lane' : null);
  const outsideCause = status === 'PROCESSING' && row.heldBy === null ? waitingFor : null;
  const liveStatus: LiveStatus = {
    id: row.id,
    status,
    effectiveAt: orNull(row.effectiveAt),
    timeZone: row.timeZone,
    wave: waveOf(row),
    pauseReason: row.pauseReason,
    waitingFor,
    startedAt: orNull(row.startedAt),
    finishedAt: orNull(row.finishedAt),
  };
  const liveProgress: LiveProgress = { counts: countsOf(row), progress: { ...progress, waitingFor } };
  return {
    revision: row.revision,
    version: versionOf(row.revision, outsideCause),
    isFinal: isFinalBulkChangeStatus(status),
    status: JSON.stringify(liveStatus),
    progress: JSON.stringify(liveProgress),
  };
}

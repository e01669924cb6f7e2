import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { BULK_CHANGE_STATUS } from './search-attributes.ts';
import { statusOf, writeStanding, type Run } from './steering.ts';

/** Tells the database and the Web UI where the run stands. */
export async function stand(run: Run, details: string, heldBy: Run['heldBy'] = null): Promise<void> {
  run.heldBy = heldBy;
  await writeStanding(run);
  upsertSearchAttributes([{ key: BULK_CHANGE_STATUS, value: statusOf(run) }]);
  setCurrentDetails(details);
}

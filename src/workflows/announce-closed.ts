import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { BulkChangeResult } from './messages.ts';
import { closedText } from './progress-text.ts';
import { BULK_CHANGE_STATUS } from './search-attributes.ts';

/** Shows in the Web UI how a change has ended, and answers with the result of its run. */
export function announceClosed({ status, tally }: BulkChangeResult): BulkChangeResult {
  upsertSearchAttributes([{ key: BULK_CHANGE_STATUS, value: status }]);
  setCurrentDetails(closedText(status, tally));
  return { status, tally };
}

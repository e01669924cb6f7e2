import { patched } from '@temporalio/workflow';
import type { BulkChangeInput, BulkChangeResult } from './messages.ts';
import { plainBulkChange } from './plain-bulk-change.ts';
import { steeredBulkChange } from './steered-bulk-change.ts';

/** One bulk change from its start to its close. */
export function bulkChange(input: BulkChangeInput): Promise<BulkChangeResult> {
  return patched('steering') ? steeredBulkChange(input) : plainBulkChange(input);
}

import type { RowRange } from '../db/bulk/plan-batches.ts';
import type { ChangeType } from '../domain/change-type.ts';
import type { Integration } from '../domain/integration.ts';
import type { Recipe } from '../domain/recipe.ts';

/** What all batches of a change have in common. */
export interface ChangeFacts {
  readonly tenantId: string;
  readonly bulkChangeId: string;
  readonly serviceProviderId: string;
  readonly serviceProvider: string;
  readonly integration: Integration;
  readonly changeType: ChangeType;
  readonly recipe: Recipe;
  readonly onConflict: 'queue' | 'reject';
  /** What the change does, in a few words: `→ suspended`. */
  readonly effect: string;
}

/** For the workflows, which see the database only through the activities. */
export type { RowRange };

/** What is left of a change and how it is cut: row ranges and counts, never devices. */
export interface BulkChangePlan {
  readonly facts: ChangeFacts;
  readonly ranges: readonly RowRange[];
  readonly openBatches: number;
  readonly batchWindow: number;
  readonly setBased: boolean;
  /** Milliseconds until the effective date; 0 when it has come. */
  readonly waitMs: number;
  readonly effectiveAt: string | null;
  readonly total: number;
  readonly processed: number;
  readonly failed: number;
}

import type { RowRange } from '../db/bulk/plan-batches.ts';
import type { ChangeType } from '../domain/change-type.ts';
import type { Integration } from '../domain/integration.ts';
import type { Recipe } from '../domain/recipe.ts';
import type { ErrorGate } from '../domain/rollout.ts';

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
/** How the change is let out, as far as it has come. */
export interface Steering {
  /** The wave that is let through, from 0, and how many there are. */
  readonly wave: number;
  readonly waves: number;
  /** Wait for a person before the next wave. */
  readonly pausesAfterWave: boolean;
  /** Pending rows of later waves. */
  readonly beyondWave: number;
  /** Rows that are worked on. */
  readonly working: number;
  /** Milliseconds until the maintenance window opens (0: it is open), and until it closes; null: there is none. */
  readonly opensInMs: number;
  readonly closesInMs: number | null;
  readonly errorGate: ErrorGate | null;
  /** Some device had its turn already. */
  readonly begun: boolean;
  /** It was paused when this run began, and why. */
  readonly paused: string | null;
  /** It was paused because a wave had ended. Absent in histories of before. */
  readonly isAtGate?: boolean;
}

export interface BulkChangePlan {
  readonly facts: ChangeFacts;
  readonly ranges: readonly RowRange[];
  readonly openBatches: number;
  readonly batchWindow: number;
  readonly setBased: boolean;
  /** Milliseconds until the next date, when nothing is due before it; 0 otherwise. */
  readonly waitMs: number;
  readonly effectiveAt: string | null;
  readonly total: number;
  readonly processed: number;
  readonly failed: number;
  /** ISO instant: rows with a later date have their turn later. */
  readonly dueBy: string;
  readonly steering: Steering;
}

import { awaitConfirmations, type SentRequest } from '../db/bulk/await-confirmations.ts';
import { claimDeviceChanges, type Claim } from '../db/bulk/claim-device-changes.ts';
import { insertLogEntries, type NewLogEntry } from '../db/bulk/insert-log-entries.ts';
import { readCallbacks, type CallbackQuestion, type StoredCallback } from '../db/bulk/read-callbacks.ts';
import { recordOutcomes, type Outcome } from '../db/bulk/record-outcomes.ts';
import { sealPackages, type PackageReading, type SealedPackage } from '../db/bulk/seal-packages.ts';
import type { Database } from '../db/client.ts';
import { isTransientDatabaseError } from '../db/database-error.ts';
import { createGatherer, type Gatherer } from '../platform/gatherer.ts';
import {
  applyAssignments,
  toAppliedChanges,
  type AppliedChanges,
  type AssignmentItem,
} from './database-change.activities.ts';
import type { ClaimRequest } from './outside-step.ts';

/** The group commits of a worker process: concurrent devices share one statement each for claim, log and outcome. */
export interface GatheredWrites {
  readonly claims: Gatherer<ClaimRequest, Claim | 'held' | null>;
  readonly logs: Gatherer<NewLogEntry, undefined>;
  readonly outcomes: Gatherer<Outcome, undefined>;
  readonly assignments: Gatherer<AssignmentItem, AppliedChanges>;
  readonly packages: Gatherer<PackageReading, readonly SealedPackage[]>;
  /** Answers whether a callback has come before. */
  readonly confirmations: Gatherer<SentRequest, boolean>;
  readonly callbacks: Gatherer<CallbackQuestion, readonly StoredCallback[]>;
}

const TOGETHER = 500;
const QUEUED = 20_000;

export function createGatheredWrites(database: Database, lingerMs: number): GatheredWrites {
  const limits = {
    maxItems: TOGETHER,
    maxQueued: QUEUED,
    lingerMs,
    // One statement fails as a whole by one value that PostgreSQL refuses; the other devices must not share that fate.
    mayBeOneItem: (error: unknown) => !isTransientDatabaseError(error),
  };
  return {
    claims: createGatherer({
      ...limits,
      run: async (items) => {
        const claims = await claimDeviceChanges(database.pool, items);
        return items.map((item) => claims.get(item.deviceChangeId) ?? null);
      },
    }),
    logs: createGatherer({
      ...limits,
      run: async (entries) => {
        await insertLogEntries(database.pool, entries);
        return entries.map(() => undefined);
      },
    }),
    outcomes: createGatherer({
      ...limits,
      run: async (outcomes) => {
        await recordOutcomes(database.pool, outcomes);
        return outcomes.map(() => undefined);
      },
    }),
    packages: createGatherer({
      ...limits,
      run: async (readings: readonly PackageReading[]) => {
        const sealed = await sealPackages(database.pool, readings);
        return readings.map((reading) => sealed.get(reading.deviceChangeId) ?? reading.packages);
      },
    }),
    confirmations: createGatherer({
      ...limits,
      run: async (requests: readonly SentRequest[]) => {
        const told = await awaitConfirmations(database.pool, requests);
        return requests.map((request) => told.has(request.deviceChangeId));
      },
    }),
    callbacks: createGatherer({
      ...limits,
      run: (questions: readonly CallbackQuestion[]) => readCallbacks(database.pool, questions),
    }),
    assignments: createGatherer({ ...limits, run: (items) => applyItems(database, items) }),
  };
}

/** Items of one kind and description share a statement; each device gets its own answer back. */
async function applyItems(database: Database, items: readonly AssignmentItem[]): Promise<AppliedChanges[]> {
  const failures = new Map<string, AppliedChanges>();
  for (const [first, ...others] of alike(items)) {
    const assignments = [first, ...others].map((item) => item.assignment);
    const result = toAppliedChanges(
      await applyAssignments(database, first.changeType, assignments, first.description),
    );
    for (const failure of result.failures)
      failures.set(failure.deviceChangeId, { processed: 0, failures: [failure] });
  }
  return items.map(
    ({ assignment }) => failures.get(assignment.deviceChangeId) ?? { processed: 1, failures: [] },
  );
}

function alike(items: readonly AssignmentItem[]): Iterable<[AssignmentItem, ...AssignmentItem[]]> {
  const groups = new Map<string, [AssignmentItem, ...AssignmentItem[]]>();
  for (const item of items) {
    const key = `${item.changeType} ${item.description}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups.values();
}

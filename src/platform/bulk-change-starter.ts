import { WorkflowIdReusePolicy, type Client } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType, type SearchAttributePair } from '@temporalio/common';
import { BULK_CHANGE_STATUSES, isFinalBulkChangeStatus } from '../domain/bulk-change-status.ts';
import { CHANGE_TITLES, parseChangeType } from '../domain/change-type.ts';
import { clipText, SUMMARY_LIMIT_BYTES } from '../domain/effect-text.ts';
import { priorityOf } from '../domain/priority.ts';
import { BULK_CHANGE_WORKFLOW, bulkChangeWorkflowId, WORK_ADDED_SIGNAL } from '../domain/workflow-id.ts';

/** What the start of a run shows in the Temporal Web UI. */
export interface StartFacts {
  readonly tenantId: string;
  readonly serviceProvider: string;
  readonly integration: string;
  readonly changeType: string;
  readonly status: string;
  readonly effectiveAt: Date | null;
  readonly total: number;
  /** Null: no run is wanted. */
  readonly startRequestedAt: Date | null;
}

/** Where the wish for a run is kept: the outbox. */
export interface StartRequests {
  read(tenantId: string, bulkChangeId: string): Promise<StartFacts | null>;
  confirm(bulkChangeId: string, requestedAt: Date, runId: string): Promise<void>;
}

export interface BulkChangeStarter {
  /** Starts the run that is wanted, or tells the one under way of new work; does nothing when none is wanted. */
  start(tenantId: string, bulkChangeId: string): Promise<void>;
  /**
   * Gives a change that is not over a run, whether one is wanted or not: its run may have been terminated, or Temporal's
   * data lost. False when the change is over or unknown, so that nothing was started.
   */
  restart(tenantId: string, bulkChangeId: string): Promise<boolean>;
}

export interface StarterDeps {
  readonly client: Client;
  readonly requests: StartRequests;
  /** The workflows' task queue. */
  readonly taskQueue: string;
}

/**
 * Starts runs by signal-with-start: there is never a second run beside one that works, and a run that is just ending
 * takes the new work up. A run too many finds nothing pending and ends, so repeating after a crash is harmless.
 */
export function createBulkChangeStarter(deps: StarterDeps): BulkChangeStarter {
  const run = async (bulkChangeId: string, facts: StartFacts): Promise<void> => {
    const handle = await deps.client.workflow.signalWithStart(
      BULK_CHANGE_WORKFLOW,
      startOptions(deps.taskQueue, bulkChangeId, facts),
    );
    if (facts.startRequestedAt === null) return;
    await deps.requests.confirm(bulkChangeId, facts.startRequestedAt, handle.signaledRunId);
  };
  return {
    start: async (tenantId, bulkChangeId) => {
      const facts = await deps.requests.read(tenantId, bulkChangeId);
      if (facts?.startRequestedAt == null) return;
      await run(bulkChangeId, facts);
    },
    restart: async (tenantId, bulkChangeId) => {
      const facts = await deps.requests.read(tenantId, bulkChangeId);
      if (facts === null || isOver(facts.status)) return false;
      await run(bulkChangeId, facts);
      return true;
    },
  };
}

function isOver(status: string): boolean {
  return BULK_CHANGE_STATUSES.some((known) => known === status && isFinalBulkChangeStatus(known));
}

function startOptions(taskQueue: string, bulkChangeId: string, facts: StartFacts) {
  const changeType = parseChangeType(facts.changeType);
  return {
    taskQueue,
    workflowId: bulkChangeWorkflowId(bulkChangeId),
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    args: [{ tenantId: facts.tenantId, bulkChangeId }],
    // Inherited by batches, devices and their activities: fair shares for tenants, and small changes overtake large ones.
    priority: { priorityKey: priorityOf(facts.total), fairnessKey: facts.tenantId },
    signal: WORK_ADDED_SIGNAL,
    signalArgs: [] as [],
    typedSearchAttributes: searchAttributes(facts),
    staticSummary: clipText(
      `${changeType === undefined ? facts.changeType : CHANGE_TITLES[changeType]}: ${String(facts.total)} devices at ${facts.serviceProvider}`,
      SUMMARY_LIMIT_BYTES,
    ),
    staticDetails: [
      `- change type: ${facts.changeType}`,
      `- integration: ${facts.integration}, service provider ${facts.serviceProvider}`,
      `- devices: ${String(facts.total)}`,
      ...(facts.effectiveAt === null ? [] : [`- effective: ${facts.effectiveAt.toISOString()}`]),
    ].join('\n'),
  };
}

function searchAttributes(facts: StartFacts): SearchAttributePair[] {
  const keyword = (name: string, value: string): SearchAttributePair => ({
    key: defineSearchAttributeKey(name, SearchAttributeType.KEYWORD),
    value,
  });
  const pairs = [
    keyword('TenantId', facts.tenantId),
    keyword('ServiceProvider', facts.serviceProvider),
    keyword('Integration', facts.integration),
    keyword('ChangeType', facts.changeType),
    keyword('BulkChangeStatus', facts.status),
  ];
  if (facts.effectiveAt === null) return pairs;
  const effectiveAt = defineSearchAttributeKey('EffectiveAt', SearchAttributeType.DATETIME);
  return [...pairs, { key: effectiveAt, value: facts.effectiveAt }];
}

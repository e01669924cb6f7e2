import { readFileSync } from 'node:fs';
import type { Client } from '@temporalio/client';
import type { BenchStack } from './stack.ts';

/** Statements so far: each statement of the hot path is a transaction of its own, so transactions are counted. */
export async function committedTransactions(stack: BenchStack): Promise<number> {
  // The counters of a session are published when it is idle, at most once a second.
  const { rows } = await stack.database.pool.query<{ count: string }>(
    'select xact_commit + xact_rollback as count from pg_stat_database where datname = current_database()',
  );
  return Number(rows[0]?.count ?? 0);
}

export interface HistoryFigures {
  readonly events: number;
  readonly transitions: number;
  readonly activityTasks: number;
}

/** History events, state transitions and regular activity tasks of one workflow. */
export async function historyFigures(client: Client, workflowId: string): Promise<HistoryFigures> {
  const handle = client.workflow.getHandle(workflowId);
  const { raw } = await handle.describe();
  const history = await handle.fetchHistory();
  const events = history.events ?? [];
  return {
    events: events.length,
    transitions: Number(raw.workflowExecutionInfo?.stateTransitionCount ?? 0),
    activityTasks: events.filter((event) => event.activityTaskScheduledEventAttributes != null).length,
  };
}

/** Milliseconds from a device's first step to its outcome. */
export async function deviceTimes(
  stack: BenchStack,
  bulkChangeId: string,
): Promise<{ p50: number; p95: number }> {
  const { rows } = await stack.database.pool.query<{ p50: number; p95: number }>(
    `select percentile_cont(0.5) within group (order by ms) as p50, percentile_cont(0.95) within group (order by ms) as p95
     from (select extract(epoch from finished_at - started_at)::float8 * 1000 as ms
           from device_changes where bulk_change_id = $1::uuid) times`,
    [bulkChangeId],
  );
  const row = rows[0];
  if (row === undefined) throw new Error('There are no devices to measure.');
  return row;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/** The highest resident memory of a process so far (VmHWM of /proc); 0 where there is no /proc. */
export function peakMemoryMiB(pid: number): number {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

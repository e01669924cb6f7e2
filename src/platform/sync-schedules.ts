import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleDescription,
  type ScheduleOptions,
} from '@temporalio/client';
import {
  inventorySyncWorkflowId,
  SCHEDULED_INVENTORY_SYNC_WORKFLOW,
  scheduledInventorySyncWorkflowId,
} from '../domain/workflow-id.ts';
import { syncAppearance, syncArguments, type SyncTarget } from './sync-start.ts';

/** When a service provider is synced by itself. */
export interface SyncTimes {
  readonly everyMs: number;
  /** The local time of a daily sync; null: whenever the interval is over. */
  readonly at: { readonly hour: number; readonly minute: number } | null;
  readonly timeZone: string;
}

export interface SyncSchedule extends SyncTimes {
  readonly nextAt: Date | null;
}

/** The schedules of syncs, which Temporal keeps: there is no other record of them. All throw when it cannot be reached. */
export interface SyncSchedules {
  put(target: SyncTarget, times: SyncTimes): Promise<void>;
  /** Null when there is none. */
  read(serviceProviderId: string): Promise<SyncSchedule | null>;
  /** False when there was none. */
  remove(serviceProviderId: string): Promise<boolean>;
}

const DAY_MS = 24 * 60 * 60_000;
/** A sync that an outage has kept from beginning is made up for within this time; an older one is left to the next. */
const CATCH_UP = '1 hour';

export function createSyncSchedules(client: Client, taskQueue: string): SyncSchedules {
  const handleOf = (serviceProviderId: string) =>
    client.schedule.getHandle(inventorySyncWorkflowId(serviceProviderId));
  return {
    put: async (target, times) => {
      const options = scheduleOptions(taskQueue, target, times);
      try {
        await client.schedule.create(options);
      } catch (error) {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
        const { spec, action, policies } = options;
        await handleOf(target.serviceProviderId).update(({ state }) => ({
          spec,
          action,
          ...(policies === undefined ? {} : { policies }),
          state,
        }));
      }
    },

    read: async (serviceProviderId) => {
      try {
        return toSyncSchedule(await handleOf(serviceProviderId).describe());
      } catch (error) {
        if (error instanceof ScheduleNotFoundError) return null;
        throw error;
      }
    },

    remove: async (serviceProviderId) => {
      try {
        await handleOf(serviceProviderId).delete();
        return true;
      } catch (error) {
        if (error instanceof ScheduleNotFoundError) return false;
        throw error;
      }
    },
  };
}

function scheduleOptions(taskQueue: string, target: SyncTarget, { everyMs, at, timeZone }: SyncTimes) {
  return {
    scheduleId: inventorySyncWorkflowId(target.serviceProviderId),
    spec: {
      timezone: timeZone,
      ...(at === null ? { intervals: [{ every: everyMs }] } : { calendars: [at] }),
    },
    action: {
      type: 'startWorkflow',
      workflowType: SCHEDULED_INVENTORY_SYNC_WORKFLOW,
      workflowId: scheduledInventorySyncWorkflowId(target.serviceProviderId),
      taskQueue,
      args: [syncArguments(target, true)],
      ...syncAppearance(target),
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCH_UP },
  } as const satisfies ScheduleOptions;
}

function toSyncSchedule({ spec, info }: ScheduleDescription): SyncSchedule {
  const [calendar] = spec.calendars ?? [];
  const [interval] = spec.intervals ?? [];
  return {
    everyMs: interval?.every ?? DAY_MS,
    at: calendar === undefined ? null : { hour: first(calendar.hour), minute: first(calendar.minute) },
    timeZone: spec.timezone ?? 'UTC',
    nextAt: info.nextActionTimes[0] ?? null,
  };
}

function first(ranges: readonly { readonly start: number }[] | undefined): number {
  return ranges?.[0]?.start ?? 0;
}

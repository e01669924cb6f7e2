import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Tally } from '../domain/tally.ts';
import {
  CANCEL_UPDATE,
  CARRIER_NEWS_SIGNAL,
  PAUSE_UPDATE,
  PROMOTE_UPDATE,
  RESCHEDULE_UPDATE,
  RESUME_UPDATE,
  WORK_ADDED_SIGNAL,
} from '../domain/workflow-id.ts';

/** What starts one run of a bulk change. The run reads everything else from the database. */
export interface BulkChangeInput {
  readonly tenantId: string;
  readonly bulkChangeId: string;
  /** Batches after which the run continues as new; unset, Temporal's own suggestion decides. */
  readonly batchesPerRun?: number;
}

export interface BulkChangeResult {
  readonly status: string;
  readonly tally: Tally;
}

/** A retry opened rows of the change again; the run looks for pending rows once more before it ends. */
export const workAddedSignal = defineSignal(WORK_ADDED_SIGNAL);

/**
 * The carrier has told something about a request by callback. The message itself is in the inbox; only its request's id
 * travels here.
 */
export const carrierNewsSignal = defineSignal<[requestId: string]>(CARRIER_NEWS_SIGNAL);

/**
 * Starts no further device; those at the carrier finish, the others end CANCELED. An update, so that the caller knows it
 * was taken. It does not say who asked: the audit log does, and a person's address does not belong into a history.
 */
export const cancelUpdate = defineUpdate<void, [mode: 'graceful' | 'immediate']>(CANCEL_UPDATE);

/** Begins no further device until it is resumed. The reason is for people; it names nobody. */
export const pauseUpdate = defineUpdate<void, [reason: string]>(PAUSE_UPDATE);

/** Goes on after a pause, whoever or whatever asked for it. */
export const resumeUpdate = defineUpdate<void>(RESUME_UPDATE);

/** Lets the next wave begin, at a gate or before its time. */
export const promoteUpdate = defineUpdate<void>(PROMOTE_UPDATE);

/** Moves the date of a change that has not begun; an instant that has passed means now. */
export const rescheduleUpdate = defineUpdate<void, [effectiveAt: string]>(RESCHEDULE_UPDATE);

/** What the run is doing, for people who look into it. Never used by the API, which reads the database. */
export const phaseQuery = defineQuery<string>('phase');

import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import type { FinalDeviceChangeStatus } from '../domain/device-change-status.ts';
import type { DatabaseFault } from '../activities/step.ts';
import type { ErrorClass } from '../domain/error-class.ts';

/** The details every failure of an activity carries. */
export interface FailureFacts {
  readonly errorClass: ErrorClass;
  /** A write left and nothing tells whether it was applied. */
  readonly mayHaveApplied: boolean;
}

export interface DeviceFailure {
  readonly status: Extract<FinalDeviceChangeStatus, 'ERROR' | 'UNKNOWN'>;
  readonly errorClass: ErrorClass;
  readonly errorCode: string;
  readonly errorMessage: string;
}

/**
 * What a failed step means for the device: ERROR when it is certain that nothing was applied, UNKNOWN when it is not.
 * Anything that is not the failure of an activity is a fault of the program and is thrown on.
 */
export function deviceFailure(error: unknown): DeviceFailure {
  if (!(error instanceof ActivityFailure)) throw error;
  const cause = error.cause;
  if (cause instanceof ApplicationFailure) {
    const facts = failureFacts(cause);
    return {
      status: facts.mayHaveApplied ? 'UNKNOWN' : 'ERROR',
      errorClass: facts.errorClass,
      errorCode: cause.type ?? 'system.unexpected',
      errorMessage: cause.message,
    };
  }
  if (cause instanceof TimeoutFailure) {
    return {
      status: 'UNKNOWN',
      errorClass: 'TRANSIENT',
      errorCode: 'carrier.timeout',
      errorMessage: 'No worker finished this step before its deadline; the carrier may have applied it.',
    };
  }
  throw error;
}

/** The change was halted before anything was written for the device: it goes back, and there is nothing to repair. */
export function isHeld({ errorCode }: DeviceFailure): boolean {
  return errorCode === 'change.halted';
}

/** The failure of a database-only step of one device; null when it was applied. */
export function databaseFailure(result: {
  readonly failures: readonly DatabaseFault[];
}): DeviceFailure | null {
  const fault = result.failures[0];
  if (fault === undefined) return null;
  return {
    status: 'ERROR',
    errorClass: fault.errorClass,
    errorCode: fault.code,
    errorMessage: fault.message,
  };
}

function failureFacts(failure: ApplicationFailure): FailureFacts {
  const facts = failure.details?.[0] as FailureFacts | undefined;
  // A failure without facts was not made by our activities, so nothing is certain.
  return facts ?? { errorClass: 'SYSTEM', mayHaveApplied: true };
}

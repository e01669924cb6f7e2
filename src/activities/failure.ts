import { ApplicationFailure } from '@temporalio/common';
import { CarrierError } from '../carriers/carrier-error.ts';
import { isTransientDatabaseError } from '../db/database-error.ts';
import { errorClassOf, type DeviceErrorCode } from '../domain/error-code.ts';
import { mayRetry, retryDelayMs } from '../domain/error-class.ts';

export interface AttemptFacts {
  /** Counts from 1, without the attempts that only waited for the request budget. */
  readonly attempt: number;
  /** A write may have been applied, in this attempt or before, and no read has told since. */
  readonly uncertain: boolean;
}

/** Waits for the request budget, or for the end of an outage, do not use up the tries of a device. */
export function isBudgetWait(error: unknown): boolean {
  return error instanceof CarrierError && error.code === 'carrier.budget_exhausted';
}

/**
 * Turns anything thrown in a step into the failure that Temporal acts on: the error's code is its type, the class
 * decides about another try, and the carrier's own wait replaces the back-off. The details tell the workflow whether
 * something may have been applied.
 */
export function toApplicationFailure(error: unknown, facts: AttemptFacts): ApplicationFailure {
  const { code, message, retryAfterMs } = describe(error);
  const errorClass = errorClassOf(code);
  const again = isBudgetWait(error) || mayRetry(errorClass, facts.attempt);
  return ApplicationFailure.create({
    type: code,
    message,
    nonRetryable: !again,
    details: [{ errorClass, mayHaveApplied: facts.uncertain }],
    ...(again ? { nextRetryDelay: retryAfterMs ?? retryDelayMs(errorClass, facts.attempt) } : {}),
  });
}

interface Described {
  readonly code: DeviceErrorCode;
  readonly message: string;
  readonly retryAfterMs?: number | undefined;
}

/** Texts of faults of our own may hold addresses, queries or values: they belong into the worker's log, not to a tenant. */
const OWN_FAULTS = {
  'system.database': 'The database could not be reached, or did not answer in time.',
  'system.unexpected': 'Something went wrong on our side; the worker’s log tells what.',
} as const satisfies Partial<Record<DeviceErrorCode, string>>;

function describe(error: unknown): Described {
  if (error instanceof CarrierError) return error;
  const code = isTransientDatabaseError(error) ? 'system.database' : 'system.unexpected';
  return { code, message: OWN_FAULTS[code] };
}

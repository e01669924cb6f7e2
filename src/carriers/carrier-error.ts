import { errorClassOf, type DeviceErrorCode } from '../domain/error-code.ts';
import type { ErrorClass } from '../domain/error-class.ts';

export interface CarrierErrorFacts {
  readonly code: DeviceErrorCode;
  readonly message: string;
  /** HTTP status of the answer; absent when there was none. */
  readonly httpStatus?: number;
  /** The carrier's own wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** True when a write left and no answer told whether it was applied. */
  readonly mayHaveApplied: boolean;
  readonly cause?: unknown;
}

/** Thrown when a carrier (or the billing system) refused, failed or did not answer. Its class follows from its code. */
export class CarrierError extends Error {
  override readonly name = 'CarrierError';
  readonly code: DeviceErrorCode;
  readonly errorClass: ErrorClass;
  readonly httpStatus: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly mayHaveApplied: boolean;

  constructor(facts: CarrierErrorFacts) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = facts.code;
    this.errorClass = errorClassOf(facts.code);
    this.httpStatus = facts.httpStatus;
    this.retryAfterMs = facts.retryAfterMs;
    this.mayHaveApplied = facts.mayHaveApplied;
  }
}

/** One request to an outside system with its answer: what the log shows. Secrets and personal fields are redacted already. */
export interface Exchange {
  /** In the carrier's vocabulary, readable: `Edit Device`, `Add Package`. */
  readonly operation: string;
  /** `PUT /rws/api/v1/devices/8901…` and the body, as sent. */
  readonly requestText: string;
  /** The body of the answer, clipped; null when none came. */
  readonly responseText: string | null;
  readonly httpStatus: number | null;
  readonly durationMs: number;
  /** What went wrong; null when the answer was a success. */
  readonly errorText: string | null;
}

/** How a task of many reads, such as a step of an inventory sync, shares an account with changes. */
export interface ReadingTerms {
  /** Reads at once. */
  readonly atOnce: number;
  /**
   * The longest a read stands in line for a place among the account's concurrent calls. The task is lost when one of its
   * reads is sent away, so they wait where the call of a single device comes again.
   */
  readonly maxPlaceWaitMs: number;
}

/** What accompanies every call to an outside system. */
export interface OutsideCall {
  /** True on any later attempt: the other side's state is read first and only what is missing is written. */
  readonly readFirst: boolean;
  readonly signal: AbortSignal;
  /** Absent: a call by itself. */
  readonly reading?: ReadingTerms;
  /** Awaited just before a write leaves: from then on it may have been applied. */
  beforeWrite(operation: string): Promise<void>;
  /** Told of each request once it is over: the single place where log and metrics hook in. */
  onExchange(exchange: Exchange): void;
}

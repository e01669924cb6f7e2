import type { z } from 'zod';
import type { OverLimit } from './account-gate.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import type { CallbackSender, CallbackSenderOptions } from './callback-sender.ts';
import type { SimulatorClock } from './clock.ts';
import type { RecordEffect } from './effect-log.ts';
import type { FaultKind, FaultRule } from './fault-plan.ts';
import type { Limits, SomeLimits } from './limits.ts';
import type { Store } from './store.ts';
import type { WorkQueue, WorkQueueOptions } from './work-queue.ts';

/** What the frame gives a carrier to work with. */
export interface CarrierFrame {
  store: Store;
  clock: SimulatorClock;
  recordEffect: RecordEffect;
  limitsOf: (account: string) => Limits;
  /** Declares work to be done later. All queues are declared in `create`. */
  workQueue: <W>(options: WorkQueueOptions<W>) => WorkQueue<W>;
  /** Declares a kind of callback. All senders are declared in `create`. */
  callbackSender: <C>(options: CallbackSenderOptions<C>) => CallbackSender<C>;
  /** Draws how long the account's next asynchronous result takes, in milliseconds. */
  processingMs: (account: string) => number;
}

/** What every account has, whatever the carrier. */
export interface Account {
  account: string;
  limits?: SomeLimits | undefined;
}

/** What an operation is told besides its call. */
export interface RunContext {
  /** Number of the request, for effects. */
  seq: number;
  /** A fault of the carrier's own kinds that the operation has to play, if any. */
  fault: FaultRule | null;
}

/** A call that the carrier has recognised but not yet carried out. */
export interface ResolvedCall {
  operation: string;
  /** The account the credentials name, right or wrong; null when they name none. */
  account: string | null;
  devices: readonly string[];
  /** Fault kinds this operation plays itself, besides those of plain HTTP. Others never fire on it. */
  ownFaults?: readonly FaultKind[];
  /** Checks credentials, then carries the call out. Changes happen now or never. */
  run: (context: RunContext) => Answer;
}

/** The records behind the admin routes. */
export interface CarrierRecords {
  get(identifier: string): unknown;
  all(): Iterable<unknown>;
  /**
   * Adds or replaces a record as given by a seed or the admin route.
   * @throws ZodError or Error when it is not a proper record.
   */
  add(record: unknown): void;
}

/** The answers a carrier gives when something outside the operation goes wrong. */
export interface CarrierFailures {
  overLimit(over: OverLimit): Answer;
  /** The carrier's error body for a status; `retryAfterSeconds` goes where this carrier puts it. */
  http(status: number, retryAfterSeconds: number | undefined): Answer;
  unauthorized(): Answer;
}

/** One carrier, put on the frame. */
export interface Carrier {
  resolve(call: Call): ResolvedCall;
  records: CarrierRecords;
  failures: CarrierFailures;
  /** Does what has become due. Called before each request. */
  tick(nowMs: number): void;
}

/** How a carrier is made from its seed's accounts. */
export interface CarrierDefinition<A extends Account> {
  name: string;
  limits: Limits;
  accountSchema: z.ZodType<A>;
  create(frame: CarrierFrame, accounts: readonly A[]): Carrier;
}

import { Context, log as logger } from '@temporalio/activity';
import { CarrierError } from '../carriers/carrier-error.ts';
import type { Claim } from '../db/bulk/claim-device-changes.ts';
import type { NewLogEntry } from '../db/bulk/insert-log-entries.ts';
import { isActivation } from '../domain/activation-details.ts';
import type { ChangeOrder } from '../domain/change-order.ts';
import { judgeDevice, type DeviceFacts } from '../domain/device-rules.ts';
import type { Gatherer } from '../platform/gatherer.ts';
import type { OutsideCall } from '../platform/exchange.ts';
import { isBudgetWait, toApplicationFailure } from './failure.ts';
import { createDoubt, type Doubt } from './doubt.ts';
import { startHeartbeat, type Heartbeat } from './heartbeat.ts';
import type { HaltCheck } from './halt-check.ts';
import type { KnownChange, OrderDirectory } from './order-directory.ts';
import { createStepLog, type StepLog } from './step-log.ts';
import type { CarrierStepInput } from './step.ts';

export interface OutsideStepDeps {
  readonly claims: Gatherer<ClaimRequest, Claim | 'held' | null>;
  /** Whether no further device of a change may be begun. */
  readonly halts: HaltCheck;
  readonly logs: Gatherer<NewLogEntry, undefined>;
  readonly orders: OrderDirectory;
}

export interface ClaimRequest {
  readonly deviceChangeId: string;
  /** A try of a run's first step counts as a try of the device. */
  readonly counts: boolean;
}

/** What a step works with: the device as it is now, its order, and the call that reports what is sent. */
export interface StepContext {
  readonly claim: Claim;
  /** With the row's own order, where it has one. */
  readonly change: KnownChange;
  readonly call: OutsideCall;
  /** This run may have sent the write a moment ago: what does not show at the carrier yet may still come. */
  readonly sentJustNow: boolean;
}

export type StepEnd<Result> = (Result & Done) | Closed;

interface Done {
  readonly closed: false;
  readonly repeat: boolean;
  /** Absent in recordings from before this was told. */
  readonly wrote?: boolean;
}

export interface Closed {
  readonly closed: true;
  readonly repeat: false;
  /** The change was halted before the device was begun: it has its turn later. */
  readonly held?: true;
}

/**
 * The frame around every step at an outside system: claims the device, judges it once more by the rules that sealed
 * the plan, does the step with a heartbeat, writes what was sent and answered into the log, and turns a failure into
 * one that says whether something may have been applied. A step that may repeat something is told to read first.
 */
export async function outsideStep<Result extends object>(
  deps: OutsideStepDeps,
  input: CarrierStepInput,
  step: (context: StepContext) => Promise<Result>,
): Promise<StepEnd<Result>> {
  const { attempt } = Context.current().info;
  const heartbeat = startHeartbeat();
  const log = createStepLog(deps.logs, input.deviceChangeId, attempt);
  const doubt = createDoubt(heartbeat, attempt > 1 && heartbeat.earlierWriteSent);
  try {
    // The claim of an attempt that only waited for the budget counts for the try that follows.
    const counts = input.first && !heartbeat.afterWait;
    return await attemptStep(deps, input, step, { heartbeat, log, doubt, counts });
  } catch (error) {
    doubt.settle(error);
    if (!(error instanceof CarrierError)) logger.error('A step failed by a fault of our own', { error });
    if (isBudgetWait(error)) heartbeat.noteWait();
    heartbeat.report();
    throw toApplicationFailure(error, {
      attempt: attempt - heartbeat.earlierWaits,
      uncertain: doubt.remains,
    });
  } finally {
    heartbeat.stop();
  }
}

interface Attempt {
  readonly heartbeat: Heartbeat;
  readonly log: StepLog;
  readonly doubt: Doubt;
  readonly counts: boolean;
}

async function attemptStep<Result extends object>(
  deps: OutsideStepDeps,
  input: CarrierStepInput,
  step: (context: StepContext) => Promise<Result>,
  { heartbeat, log, doubt, counts }: Attempt,
): Promise<StepEnd<Result>> {
  const claim = await deps.claims.submit({ deviceChangeId: input.deviceChangeId, counts });
  if (claim === null) return { closed: true, repeat: false };
  if (claim === 'held') return { closed: true, repeat: false, held: true };
  // A first step that finds the row claimed, and has not done so itself, follows a run that was cut off.
  const wasCutOff = input.first && claim.wasClaimed && !heartbeat.earlierClaimed;
  const sentJustNow = doubt.remains || wasCutOff;
  if (claim.inDoubt || wasCutOff) doubt.raise();
  // What one attempt had reason to look for, the next ones and the later steps may find as well.
  const repeat = input.repeat || claim.reopened || heartbeat.earlierRepeat || doubt.remains;
  heartbeat.noteClaim(repeat);
  const change = withOwnOrder(await deps.orders.find(input.bulkChangeId), claim);
  if (input.first) refuseWhatTheRulesForbid(change, claim);
  let result: Result;
  try {
    const call = outsideCall(repeat, doubt, log, change);
    const mayBeHeld = (input.first || input.begins === true) && !repeat;
    const begun = mayBeHeld ? haltable(call, deps.halts, input.bulkChangeId) : call;
    result = await step({ claim, change, call: begun, sentJustNow });
  } finally {
    await log.write();
  }
  return { ...result, closed: false, repeat, wrote: doubt.wrote };
}

/** Rows of one change differ where it takes others back, or where a row was corrected. */
function withOwnOrder(change: KnownChange, { order }: Claim): KnownChange {
  return order === null ? change : { ...change, order };
}

function outsideCall(readFirst: boolean, doubt: Doubt, log: StepLog, change: KnownChange): OutsideCall {
  return {
    readFirst,
    signal: Context.current().cancellationSignal,
    beforeWrite: () => {
      doubt.writeLeaves();
      return Promise.resolve();
    },
    onExchange: (exchange) => {
      log.add(change, exchange);
    },
  };
}

/** A device whose first write has waited for its turn is not begun any more once the change is halted. */
function haltable(call: OutsideCall, halts: HaltCheck, bulkChangeId: string): OutsideCall {
  let begun = false;
  return {
    ...call,
    beforeWrite: async (operation) => {
      if (!begun && (await halts.isHalted(bulkChangeId))) {
        throw new CarrierError({
          code: 'change.halted',
          message: 'The change was halted before anything was sent for this device.',
          mayHaveApplied: false,
        });
      }
      begun = true;
      await call.beforeWrite(operation);
    },
  };
}

function refuseWhatTheRulesForbid(change: KnownChange, claim: Claim): void {
  if (claim.facts === null) {
    throw new CarrierError({
      code: 'device.stale',
      message: 'The device no longer belongs to this tenant and service provider.',
      mayHaveApplied: false,
    });
  }
  if (claim.planRetired && getsPlan(change.order, claim.facts)) {
    throw new CarrierError({
      code: 'carrier_rate_plan.retired',
      message: 'The carrier rate plan was retired after the change had been submitted.',
      mayHaveApplied: false,
    });
  }
  const verdict = judgeDevice(change.integration, change.order, claim.facts);
  if (!verdict.ok)
    throw new CarrierError({ code: verdict.code, message: verdict.message, mayHaveApplied: false });
}

/** Whether the device gets the plan that the order names: a line that is only restored keeps its own. */
function getsPlan(order: ChangeOrder, facts: DeviceFacts): boolean {
  if (order.changeType === 'carrierrateplanchange') return true;
  return order.changeType === 'statusupdate' && isActivation(order, facts);
}

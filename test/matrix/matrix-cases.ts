import { COMMON_FAULTS, OWN_FAULTS, type Fault } from './faults.ts';
import type { Operation, Scenario } from './scenario.ts';

/** How the answer to a write gets lost, so that it has to be read back: after its effect, or before. */
export const LOSSES = { applied: { do: 'applyThenDrop' }, lost: { do: 'reset' } } as const;

/**
 * Who a fault may concern besides its own device. `provider`: all that share a credential, as a carrier that stays away
 * is left alone for a while. `simulator`: all devices of the simulator, as the call names none.
 */
export type Place = 'together' | 'provider' | 'simulator' | 'callbacks';

export interface MatrixCase {
  readonly title: string;
  readonly scenario: Scenario;
  readonly operation: Operation;
  readonly fault: Fault;
  /** The fault plays whenever the operation is called; else it passes after one time. */
  readonly stays: boolean;
  readonly loss: keyof typeof LOSSES | null;
  readonly place: Place;
}

/**
 * Every fault at every operation, passing and staying. One that is final ends the tries at once, so that there both are
 * the same. What is not a write, and all of a variation, takes faults that pass and that stay in turn; a read-back follows
 * a write that was applied or one that was not, in turn as well.
 */
export function casesOf(scenario: Scenario): MatrixCase[] {
  return scenario.operations.flatMap((operation) =>
    [...COMMON_FAULTS, ...(operation.own ?? []).map((kind) => OWN_FAULTS[kind])].flatMap((fault, index) =>
      [false, true]
        .filter((stays) => isPossible(scenario, operation, fault, stays))
        .filter((stays) => !isInTurn(scenario, operation, fault) || (index % 2 === 0) === stays)
        .map((stays) => {
          const loss = lossOf(operation, index);
          const title = titleOf(scenario, operation, fault, stays, loss);
          const place = placeOf(scenario, operation, fault, stays);
          return { title, scenario, operation, fault, stays, loss, place };
        }),
    ),
  );
}

function isInTurn(scenario: Scenario, operation: Operation, fault: Fault): boolean {
  // One call among several of its kind can fail once only, and a final fault is the same either way.
  if (operation.nth !== undefined || isFinal(scenario, fault)) return false;
  return operation.role !== 'write' || scenario.isVariation === true;
}

function isFinal({ at, compensates }: Scenario, fault: Fault): boolean {
  if (compensates || fault.rule.do === 'stuckPending') return false;
  return !mayPass(at, fault) && !fault.rule.do.startsWith('callback');
}

/** Whether the call is tried again after the fault. */
function mayPass(at: Scenario['at'], { passes, isUnexpected }: Fault): boolean {
  return passes || (at === 'thingspace' && isUnexpected);
}

/** In pairs, so that passing and staying faults both meet both. */
function lossOf({ role }: Operation, turn: number): MatrixCase['loss'] {
  if (role !== 'readBack') return null;
  return turn % 4 < 2 ? 'applied' : 'lost';
}

function isPossible(scenario: Scenario, { nth }: Operation, fault: Fault, stays: boolean): boolean {
  // What is meant is one call among several of its kind.
  if (stays && (nth !== undefined || isFinal(scenario, fault))) return false;
  // The billing system's patience is fixed at half a minute: silence is played by a connection that ends.
  return !(scenario.at === 'revio' && fault.name === 'answered too late');
}

function titleOf(
  scenario: Scenario,
  { name, nth, after }: Operation,
  fault: Fault,
  stays: boolean,
  loss: MatrixCase['loss'],
): string {
  const which = nth === undefined ? name : `${name} (number ${String(nth)})`;
  const before = loss === null ? '' : `, after a ${after ?? ''} that was ${loss} without an answer`;
  return `${scenario.name}: ${which} ${fault.name}, ${stays ? 'always' : 'once'}${before}`;
}

function placeOf(scenario: Scenario, operation: Operation, fault: Fault, stays: boolean): Place {
  const { rule } = fault;
  if (rule.do.startsWith('callback')) return 'callbacks';
  if (operation.accountWide) return 'simulator';
  // All workers share the session, and one that the carrier refuses is renewed for everybody.
  const isOfSession = rule.do === 'sessionExpired' || rule.do === 'unauthorized' || rule['status'] === 401;
  if (scenario.at === 'thingspace' && isOfSession) return 'provider';
  // The billing system has no circuit that would be opened for all.
  return stays && fault.leavesOpen && scenario.at !== 'revio' ? 'provider' : 'together';
}

/** The rules that play a case on its device. */
export function rulesOf({ operation, fault, stays, loss }: MatrixCase, device: string): object[] {
  const when = {
    operation: operation.name,
    ...(operation.accountWide ? {} : { device }),
    ...(operation.nth === undefined ? {} : { nth: operation.nth }),
  };
  const rule = { when, ...fault.rule, ...(stays || operation.nth !== undefined ? {} : { times: 1 }) };
  if (loss === null || operation.after === undefined) return [rule];
  return [{ when: { operation: operation.after, device }, ...LOSSES[loss], times: 1 }, rule];
}

/**
 * Whether UNKNOWN is an honest end: the device cannot be read, or is not confirmed before the deadline, or the last of
 * its tries was a write that got no answer.
 */
export function mayEndUnknown({ scenario, operation, fault, stays, loss }: MatrixCase): boolean {
  if (fault.rule.do === 'stuckPending') return true;
  // A refusal that is final ends the tries, so that one is as good as many.
  if (operation.role === 'readBack' && (stays || !mayPass(scenario.at, fault))) return true;
  if (operation.role === 'ask' && stays) return true;
  const isOpen = fault.leavesOpen || (scenario.at === 'thingspace' && fault.isUnexpected);
  const isLost = loss === 'lost' || (operation.role === 'write' && isOpen && !fault.applies);
  return isLost && (stays || scenario.watchesAfterLoss === true);
}

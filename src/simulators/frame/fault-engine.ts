import {
  faultPlanSchema,
  httpFaultKinds,
  type FaultKind,
  type FaultPlan,
  type FaultRule,
} from './fault-plan.ts';
import { createSeededRandom, type SeededRandom } from './seeded-random.ts';

/** What a rule's selectors look at. */
export interface RequestFacts {
  operation: string;
  account: string | null;
  devices: readonly string[];
  /** Kinds the operation plays itself, besides those of plain HTTP. */
  ownFaults?: readonly FaultKind[];
}

/** A rule with the number of times it fired. */
export type RuleView = FaultRule & { hits: number };

/** Chooses the fault of each request by the plan in force. */
export interface FaultEngine {
  /** The first rule that fires for this request, or null. Counts the request for every rule. */
  choose(facts: RequestFacts): FaultRule | null;
  /** How long the next answer takes at least, in milliseconds. */
  latencyMs(): number;
  replace(plan: FaultPlan): void;
  view(): { seed: number; latencyMs: [number, number]; rules: RuleView[] };
}

interface RuleState {
  rule: FaultRule;
  /** Its own generator, so that one rule's draws do not shift another's. */
  random: SeededRandom;
  seen: number;
  hits: number;
}

/**
 * Creates an engine without any fault. Rules whose kind means nothing to an operation are kept and
 * shown but never fire on it.
 */
export function createFaultEngine(): FaultEngine {
  let plan = faultPlanSchema.parse({});
  let states: RuleState[] = [];
  let latency = createSeededRandom(plan.seed);
  return {
    choose: (facts) => {
      let chosen: RuleState | null = null;
      for (const state of states) {
        if (!isPlayed(state.rule.do, facts) || !isAbout(state.rule, facts)) continue;
        state.seen += 1;
        const fires = isTurn(state) && (state.rule.times === undefined || state.hits < state.rule.times);
        if (fires && chosen === null) chosen = state;
      }
      if (chosen === null) return null;
      chosen.hits += 1;
      return chosen.rule;
    },
    latencyMs: () => {
      const [least, most] = plan.latencyMs;
      return most <= 0 ? 0 : least + latency() * (most - least);
    },
    replace: (next) => {
      plan = next;
      latency = createSeededRandom(next.seed);
      states = next.rules.map((rule, at) => ({
        rule,
        random: createSeededRandom(next.seed + at + 1),
        seen: 0,
        hits: 0,
      }));
    },
    view: () => ({
      seed: plan.seed,
      latencyMs: plan.latencyMs,
      rules: states.map(({ rule, hits }) => ({ ...rule, hits })),
    }),
  };
}

function isPlayed(kind: FaultKind, { ownFaults }: RequestFacts): boolean {
  return httpFaultKinds.some((known) => known === kind) || ownFaults?.includes(kind) === true;
}

function isAbout({ when }: FaultRule, facts: RequestFacts): boolean {
  return (
    (when.operation === undefined || when.operation === facts.operation) &&
    (when.account === undefined || when.account === facts.account) &&
    (when.device === undefined || facts.devices.includes(when.device))
  );
}

function isTurn({ rule: { when }, seen, random }: RuleState): boolean {
  if (when.nth !== undefined && seen !== when.nth) return false;
  if (when.every !== undefined && seen % when.every !== 0) return false;
  return when.probability === undefined || random() < when.probability;
}

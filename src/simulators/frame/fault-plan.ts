import { z } from 'zod';

/** Which requests a rule is about: every given selector must hold. */
const whenSchema = z.strictObject({
  operation: z.string().optional(),
  /** A device's identifier in the path or anywhere in a batch. */
  device: z.string().optional(),
  account: z.string().optional(),
  /** The n-th request that the selectors above let through, counted since the plan was put. */
  nth: z.int().positive().optional(),
  /** Each n-th of those requests. */
  every: z.int().positive().optional(),
  probability: z.number().min(0).max(1).optional(),
});

const common = {
  when: whenSchema.prefault({}),
  /** How often the rule fires; absent = always. */
  times: z.int().positive().optional(),
};

const httpFields = {
  status: z.int().min(200).max(599).default(500),
  body: z.unknown().optional(),
  /** An HTML page instead of the carrier's error body: `true` for a gateway's page, or the page itself. */
  html: z.union([z.boolean(), z.string()]).optional(),
  retryAfterSeconds: z.number().nonnegative().optional(),
};

const plainKinds = [
  'reset',
  'applyThenDrop',
  'unauthorized',
  'callbackNever',
  'callbackTwice',
  'callbackFirst',
  'callbackOutOfOrder',
  'stuckPending',
  'rejectItem',
  'fewerAddresses',
] as const;

const ruleSchema = z.discriminatedUnion('do', [
  z.object({ ...common, ...httpFields, do: z.literal('http') }),
  z.object({ ...common, ...httpFields, do: z.literal('applyThenHttp') }),
  z.object({ ...common, do: z.literal('slow'), ms: z.int().nonnegative().default(1_000) }),
  /** `ms` bounds how long the silent connection is kept. */
  z.object({ ...common, do: z.literal('drop'), ms: z.int().positive().default(120_000) }),
  /** Status 401 is the gateway's way to tell it, 400 the interface's own. */
  z.object({ ...common, do: z.literal('sessionExpired'), status: z.literal([400, 401]).default(400) }),
  z.object({ ...common, do: z.literal('callbackFailed'), faultcode: z.string().optional() }),
  z.object({ ...common, do: z.literal(plainKinds) }),
]);

const latencySchema = z
  .union([z.number().nonnegative(), z.tuple([z.number().nonnegative(), z.number().nonnegative()])])
  .transform((latency): [number, number] => (typeof latency === 'number' ? [latency, latency] : latency));

export const faultPlanSchema = z.object({
  seed: z.int().default(1),
  /** Least and most milliseconds that every answer takes. */
  latencyMs: latencySchema.default([0, 0]),
  rules: z.array(ruleSchema).max(10_000).default([]),
});

/** What is to go wrong, and when. */
export type FaultPlan = z.infer<typeof faultPlanSchema>;
export type FaultRule = FaultPlan['rules'][number];
export type FaultKind = FaultRule['do'];
export type HttpFault = Extract<FaultRule, { do: 'http' | 'applyThenHttp' }>;

/** Faults of the connection and of plain HTTP: the frame plays them for every carrier. */
export const httpFaultKinds = [
  'http',
  'reset',
  'drop',
  'applyThenDrop',
  'applyThenHttp',
  'slow',
  'unauthorized',
] as const satisfies readonly FaultKind[];

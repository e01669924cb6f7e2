import { z } from 'zod';

/** How an account is limited. `null` means no limit. */
export const limitsSchema = z.strictObject({
  requestsPerSecond: z.number().positive().nullable(),
  /** Requests under way at the same time. */
  concurrency: z.int().positive().nullable(),
  pageSize: z.int().positive().nullable(),
  /** Devices in one request. */
  batchSize: z.int().positive().nullable(),
  /** Least and most milliseconds between an accepted request and its asynchronous result. */
  processingMs: z.tuple([z.number().nonnegative(), z.number().nonnegative()]),
  /** Provisioning actions on one device in a day. */
  dailyActions: z.int().nonnegative().nullable(),
  /** Rate plan changes of one device in a month. */
  monthlyPlanChanges: z.int().nonnegative().nullable(),
  /** Milliseconds until a callback that was not accepted is sent again. */
  callbackRetryMs: z.number().nonnegative(),
  /** How a request above rate or concurrency is refused: as 429, or as a plain server error. */
  overLimit: z.enum(['429', '500']),
});

export type Limits = z.infer<typeof limitsSchema>;

/** Some of the limits of an account, as a seed file or an administrator gives them. */
export const someLimitsSchema = limitsSchema.partial();
export type SomeLimits = z.infer<typeof someLimitsSchema>;

/** Limits by account; `*` stands for every account that is not named. */
export const limitsByAccountSchema = z.record(z.string(), someLimitsSchema);
export type LimitsByAccount = z.infer<typeof limitsByAccountSchema>;

/** What a carrier without any limit of its own starts from. */
export const noLimits: Limits = {
  requestsPerSecond: null,
  concurrency: null,
  pageSize: null,
  batchSize: null,
  processingMs: [0, 0],
  dailyActions: null,
  monthlyPlanChanges: null,
  callbackRetryMs: 5 * 60_000,
  overLimit: '429',
};

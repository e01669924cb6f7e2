import { z } from 'zod';

const path = z.string().regex(/^\/.*[^/]$/, 'A path starts with a slash and does not end with one.');

/** No public document names the paths, so every one can be replaced; identifiers follow as one more segment. */
const paths = z.strictObject({
  line: path.default('/sp/mobility/lineconfig/api/v1/service'),
  devices: path.default('/sp/mobility/api/v1/account'),
  activation: path.default('/sp/mobility/api/v1/service/activation'),
  activationStatus: path.default('/sp/mobility/api/v1/service/activation'),
  addressRequest: path.default('/sp/mobility/api/v1/ipaddress'),
  addressSubmission: path.default('/sp/mobility/api/v1/ipprovisioning'),
  addressStatus: path.default('/sp/mobility/api/v1/ipprovisioning'),
});

/** When a change that the carrier confirms later is asked about, and when it is given up. */
const confirmation = z.strictObject({
  firstPollSeconds: z.number().positive().max(86_400).default(15),
  /** The pause between two polls doubles up to here. */
  slowestPollSeconds: z.number().positive().max(86_400).default(300),
  /** A device that is not confirmed by then ends UNKNOWN. */
  deadlineSeconds: z.number().positive().max(604_800).default(86_400),
});

/** A Telegence account's settings, complete with defaults. */
export const telegenceSettings = z.strictObject({
  /** Null: no rate is published. */
  requestsPerSecond: z.number().positive().max(1_000).nullable().default(null),
  /** Over all workers; clients have been seen to run about ten at once. */
  maxConcurrentRequests: z.int().min(1).max(500).default(10),
  requestTimeoutMs: z.int().min(100).max(120_000).default(30_000),
  billingAccountNumber: z.string().regex(/^[A-Za-z0-9-]{1,40}$/, 'Letters, digits and dashes only.'),
  paths: paths.prefault({}),
  activation: z
    .strictObject({
      category: z.string().min(1).max(60).default('mobility'),
      name: z.string().min(1).max(60).default('activation'),
      /** The carrier takes no more than 200. */
      maxPerRequest: z.int().min(1).max(200).default(200),
      /** Lines of the account that may be read to find a SIM whose activation lost its answer. */
      maxLinesToSearch: z.int().min(1).max(100_000).default(5_000),
      /** Part of the reason, in lower case, by which the carrier says that a SIM has a line already. */
      simInUseText: z.string().min(1).max(100).default('in use'),
    })
    .prefault({}),
  /** The characteristic that an update sets a line's status by. */
  statusName: z.string().min(1).max(60).default('subscriberStatus'),
  confirmation: confirmation.prefault({}),
  /** Least time between two joint requests, in which concurrent ones gather. */
  gatherMs: z.int().min(0).max(10_000).default(250),
});

export type TelegenceSettings = z.infer<typeof telegenceSettings>;

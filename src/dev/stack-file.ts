import { z } from 'zod';
import { simulatorNames } from './simulator-program.ts';

const simulatorName = z.enum(simulatorNames);
const pid = z.number().int().nullable();

/** API tokens of the demonstration data: three roles of the first tenant and two of the second. */
export const demonstrationTokensSchema = z.object({
  admin: z.string(),
  operator: z.string(),
  viewer: z.string(),
  otherTenantAdmin: z.string(),
  otherTenantOperator: z.string(),
});

/**
 * What a running sandbox tells the world in `.data/stack.json`: where everything listens, tokens to try it with, and the process
 * ids, which follow when a part is started again. A part that is down has null, and so has a PostgreSQL that is not ours.
 */
export const stackFileSchema = z.object({
  apiUrl: z.url(),
  docsUrl: z.url(),
  temporalUiUrl: z.url(),
  /** host:port */
  temporalAddress: z.string(),
  databaseUrl: z.string(),
  simulators: z.partialRecord(simulatorName, z.url()),
  tokens: demonstrationTokensSchema,
  pids: z.object({
    api: pid,
    worker: pid,
    temporal: pid,
    postgres: pid,
    simulators: z.partialRecord(simulatorName, pid),
  }),
});

export type StackFile = z.infer<typeof stackFileSchema>;

export type DemonstrationTokens = z.infer<typeof demonstrationTokensSchema>;

import { z } from 'zod';

/** Names and plain values; each integration's own schema says which, once the integration is known. */
export const settingsDocument = z.record(
  z.string().max(100),
  z.union([z.string().max(1_000), z.number(), z.boolean(), z.null()]),
);

import { z } from 'zod';

/** An OAuth token of an application. Times are in milliseconds of the simulator's clock. */
export const accessTokenSchema = z.object({ appKey: z.string(), token: z.string(), expiresAt: z.number() });

export type AccessToken = z.infer<typeof accessTokenSchema>;

/** A session of a user. */
export const sessionSchema = z.object({ token: z.string(), username: z.string(), usedAt: z.number() });

export type Session = z.infer<typeof sessionSchema>;

/** How often a user failed to log in, in a row. */
export const loginFailuresSchema = z.object({ username: z.string(), count: z.int() });

export type LoginFailures = z.infer<typeof loginFailuresSchema>;

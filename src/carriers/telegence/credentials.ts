import { z } from 'zod';

/** Credentials travel in headers, which end at a line break. */
const headerText = z
  .string()
  .min(1)
  .max(1_000)
  .regex(/^[\x20-\x7e]+$/, 'Printable ASCII characters only.');

/** Two static headers of every call; neither expires. */
export const telegenceCredentials = z.strictObject({ appId: headerText, appSecret: headerText });

export type TelegenceCredentials = z.infer<typeof telegenceCredentials>;

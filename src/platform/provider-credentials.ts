import { z } from 'zod';
import type { Integration } from '../domain/integration.ts';
import { parseDocument, type Parsed } from './setting-fault.ts';

/** A secret as a header can carry it. */
export const headerSecret = z
  .string()
  .min(1)
  .max(1_000)
  // Credentials travel in headers, which end at a line break.
  .regex(/^[\x20-\x7e]+$/, 'Printable ASCII characters only.');

const jasperCredentials = z.strictObject({
  // HTTP Basic separates the two by a colon.
  username: headerSecret.refine((name) => !name.includes(':'), 'A user name has no colon.'),
  /** Made per user in the console; not the password. */
  apiKey: headerSecret,
});

const pondCredentials = z.strictObject({ apiKey: headerSecret });

const thingspaceCredentials = z.strictObject({
  // Both go into HTTP Basic, which separates the two by a colon.
  appKey: headerSecret.refine((key) => !key.includes(':'), 'An application key has no colon.'),
  appSecret: headerSecret,
  /** Of the user that logs in, who is another than the application. */
  username: headerSecret,
  password: headerSecret,
});

/** Two static headers of every call; neither expires. */
const telegenceCredentials = z.strictObject({ appId: headerSecret, appSecret: headerSecret });

export type JasperCredentials = z.infer<typeof jasperCredentials>;
export type PondCredentials = z.infer<typeof pondCredentials>;
export type ThingspaceCredentials = z.infer<typeof thingspaceCredentials>;
export type TelegenceCredentials = z.infer<typeof telegenceCredentials>;

export interface CredentialsByIntegration {
  readonly JASPER: JasperCredentials;
  readonly POND: PondCredentials;
  readonly THINGSPACE: ThingspaceCredentials;
  readonly TELEGENCE: TelegenceCredentials;
}

const SCHEMAS: { readonly [I in Integration]: z.ZodType<CredentialsByIntegration[I]> } = {
  JASPER: jasperCredentials,
  POND: pondCredentials,
  THINGSPACE: thingspaceCredentials,
  TELEGENCE: telegenceCredentials,
};

/** Reads the credentials of a service provider. The faults never contain a value. */
export function parseCredentials<I extends Integration>(
  integration: I,
  document: unknown,
): Parsed<CredentialsByIntegration[I]> {
  return parseDocument(SCHEMAS[integration], document);
}

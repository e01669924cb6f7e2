import { z } from 'zod';
import type { SupportedIntegration } from '../domain/integration.ts';
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

export type JasperCredentials = z.infer<typeof jasperCredentials>;
export type PondCredentials = z.infer<typeof pondCredentials>;

export interface CredentialsByIntegration {
  readonly JASPER: JasperCredentials;
  readonly POND: PondCredentials;
}

const SCHEMAS: { readonly [I in SupportedIntegration]: z.ZodType<CredentialsByIntegration[I]> } = {
  JASPER: jasperCredentials,
  POND: pondCredentials,
};

/** Reads the credentials of a service provider. The faults never contain a value. */
export function parseCredentials<I extends SupportedIntegration>(
  integration: I,
  document: unknown,
): Parsed<CredentialsByIntegration[I]> {
  return parseDocument(SCHEMAS[integration], document);
}

import { z } from 'zod';
import { headerSecret } from './provider-credentials.ts';
import { parseDocument, type Parsed } from './setting-fault.ts';

const billingCredentials = z.strictObject({
  // HTTP Basic separates the two by a colon.
  username: headerSecret.refine((name) => !name.includes(':'), 'A user name has no colon.'),
  password: headerSecret,
});

export type BillingCredentials = z.infer<typeof billingCredentials>;

/** Reads the credentials of a tenant's billing connection. The faults never contain a value. */
export function parseBillingCredentials(document: unknown): Parsed<BillingCredentials> {
  return parseDocument(billingCredentials, document);
}

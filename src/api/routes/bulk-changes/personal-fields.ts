import type { Encryption } from '../../../platform/encryption.ts';
import type { SubmitBulkChangeBody } from '../../contracts/submit-bulk-change.ts';

/** The personal fields of a request, encrypted under the tenant's key; nothing when it has none. */
export function sealPersonalFields(
  encryption: Encryption,
  tenantId: string,
  { statusUpdate }: SubmitBulkChangeBody,
): { readonly personal?: string } {
  const primaryPlaceOfUse = statusUpdate?.primaryPlaceOfUse;
  if (primaryPlaceOfUse === undefined) return {};
  return { personal: encryption.encrypt(tenantId, JSON.stringify({ primaryPlaceOfUse })) };
}

/** The request as far as it may be kept in plain text. */
export function withoutPersonalFields(body: SubmitBulkChangeBody): SubmitBulkChangeBody {
  if (body.statusUpdate === undefined) return body;
  const { primaryPlaceOfUse: _personal, ...statusUpdate } = body.statusUpdate;
  return { ...body, statusUpdate };
}

/** The request as it was sent, with what was sealed of it. */
export function openPersonalFields(
  encryption: Encryption,
  tenantId: string,
  body: SubmitBulkChangeBody,
  personal: string | null,
): SubmitBulkChangeBody {
  if (personal === null || body.statusUpdate === undefined) return body;
  const { primaryPlaceOfUse } = JSON.parse(encryption.decrypt(tenantId, personal)) as Sealed;
  return { ...body, statusUpdate: { ...body.statusUpdate, primaryPlaceOfUse } };
}

type Sealed = Pick<NonNullable<SubmitBulkChangeBody['statusUpdate']>, 'primaryPlaceOfUse'>;

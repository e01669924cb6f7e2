import { findServiceProviderTimeZone } from '../../../db/service-providers.ts';
import type { StoredRequest } from '../../../db/submission/read-stored-request.ts';
import type { RequestedChange, RequestFault } from '../../../domain/change-request.ts';
import { CHANGE_BLOCKS } from '../../../domain/change-type.ts';
import type { ApiDeps } from '../../api-app.ts';
import { submitBulkChangeSchema } from '../../contracts/submit-bulk-change.ts';
import { isLocalDate } from './effective-date.ts';
import { openPersonalFields } from './personal-fields.ts';
import { toRequestedChange } from './to-requested-change.ts';

const keptSchema = submitBulkChangeSchema.omit({ devices: true });

/** What a stored change once asked for, read again from its request and from the personal part that is sealed beside it. */
export async function requestedBefore(
  { database, encryption }: Pick<ApiDeps, 'database' | 'encryption'>,
  { tenantId, serviceProviderId, request, personal }: StoredRequest,
): Promise<RequestedChange> {
  const body = openPersonalFields(
    encryption,
    tenantId,
    { ...keptSchema.parse(request), devices: [] },
    personal,
  );
  const isLocal = isLocalDate(body[CHANGE_BLOCKS[body.changeType]]?.effectiveDate);
  const providersZone = isLocal
    ? await findServiceProviderTimeZone(database, tenantId, serviceProviderId)
    : undefined;
  const faults: RequestFault[] = [];
  const change = toRequestedChange(body, body.timeZone ?? providersZone, faults);
  if (change === undefined || faults.length > 0) {
    throw new Error(`The stored request of a change cannot be read: ${JSON.stringify(faults)}`);
  }
  return change;
}

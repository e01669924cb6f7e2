import type { CallbackRegistrationRow } from '../../../db/callback-registrations.ts';
import { orNull } from '../../stored-value.ts';

/** The same document whether there is a registration or not. */
export function toCallbackRegistrationAnswer(row: CallbackRegistrationRow | null) {
  return {
    registered: row !== null && row.registeredAt !== null,
    url: row?.url ?? null,
    requestedAt: orNull(row?.requestedAt ?? null),
    registeredAt: orNull(row?.registeredAt ?? null),
    errorCode: row?.errorCode ?? null,
    errorMessage: row?.errorMessage ?? null,
  };
}

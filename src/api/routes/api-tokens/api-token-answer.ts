import type { ApiTokenRow } from '../../../db/api-tokens.ts';
import { ROLES } from '../../../domain/permission.ts';
import { knownValue, orNull } from '../../stored-value.ts';

export function toApiTokenAnswer(row: ApiTokenRow) {
  return {
    id: row.id,
    name: row.name,
    role: knownValue(ROLES, row.role),
    hint: row.hint,
    userId: row.userId,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    expiresAt: orNull(row.expiresAt),
    lastUsedAt: orNull(row.lastUsedAt),
    revokedAt: orNull(row.revokedAt),
  };
}

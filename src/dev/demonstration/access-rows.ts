import { createHash } from 'node:crypto';
import type { Role } from '../../domain/permission.ts';
import type { TableRows } from './insert-rows.ts';
import type { RecordIds } from './record-ids.ts';
import type { DemonstrationTenant } from './tenants.ts';

/** A token and what its holder may do. */
export interface GrantedToken {
  readonly role: Role;
  readonly token: string;
}

/** The tenant itself, and a user for each token, so that what is done reads as done by somebody. */
export function accessRows(
  tenant: DemonstrationTenant,
  tokens: readonly GrantedToken[],
  ids: RecordIds,
): TableRows[] {
  const users = tokens.map(({ role }) => ({
    id: ids.user(role),
    tenant_id: tenant.id,
    email: `${role}@${tenant.key}.example`,
    name: `Demo ${role}`,
    role,
  }));
  const apiTokens = tokens.map(({ role, token }) => ({
    id: ids.token(role),
    tenant_id: tenant.id,
    user_id: ids.user(role),
    name: `Demonstration ${role}`,
    role,
    // The form in which PostgreSQL reads bytes.
    token_sha256: `\\x${createHash('sha256').update(token).digest('hex')}`,
    hint: token.slice(-4),
    created_by: 'demonstration',
  }));
  return [
    { table: 'tenants', rows: [{ id: tenant.id, name: tenant.name }] },
    { table: 'users', rows: users },
    { table: 'api_tokens', rows: apiTokens },
  ];
}

import type pg from 'pg';
import { DecryptionError, type Encryption } from '../platform/encryption.ts';
import type { SessionStore, SharedSession } from '../platform/session-store.ts';
import { inTransaction } from './transaction.ts';

interface Row {
  readonly tenant_id: string;
  readonly access_token: string | null;
  readonly access_expires_at: Date | null;
  readonly session_token: string | null;
  readonly version: number;
  readonly failed_logins: number;
  /** False: the row belongs to credentials that have been replaced. */
  readonly current: boolean;
}

/**
 * Keeps the log-in of a service provider in its row, tokens encrypted under the tenant's key. One that cannot be decrypted
 * any more counts as none. A log-in runs under the row's lock; when it throws, nothing is stored.
 */
export function createCarrierSessions(deps: {
  readonly pool: pg.Pool;
  readonly encryption: Encryption;
  readonly serviceProviderId: string;
}): SessionStore {
  const { pool, encryption, serviceProviderId } = deps;
  return {
    async read() {
      const { rows } = await pool.query<Row>(READ, [serviceProviderId]);
      return rows[0] === undefined ? null : sessionOf(rows[0], encryption);
    },

    renew: (terms, login) =>
      inTransaction(pool, async (client) => {
        const row = await lockedRow(client, serviceProviderId);
        const held = sessionOf(row, encryption);
        if (held !== null && held.version > terms.staleVersion) return { kind: 'open', session: held };
        const refusedBefore = row.current ? row.failed_logins : 0;
        if (refusedBefore >= terms.maxRefusedLogins) return { kind: 'given_up' };
        const outcome = await login(held);
        if (!outcome.granted) {
          await client.query(REFUSED, [serviceProviderId, refusedBefore + 1]);
          return { kind: 'refused' };
        }
        const { accessToken, accessExpiresAt, sessionToken } = outcome.tokens;
        const seal = (token: string) => encryption.encrypt(row.tenant_id, token);
        const values = [serviceProviderId, seal(accessToken), accessExpiresAt, seal(sessionToken)];
        await client.query(GRANTED, values);
        return { kind: 'open', session: { ...outcome.tokens, version: row.version + 1 } };
      }),
  };
}

/** When the row was written counts by the database's clock, but never before the credentials it was written for. */
const WRITTEN_AT = `updated_at = greatest(clock_timestamp(), (
  select p.credentials_updated_at + interval '1 millisecond' from service_providers p where p.id = s.service_provider_id))`;

const READ = `
select p.tenant_id, s.access_token, s.access_expires_at, s.session_token, s.version, s.failed_logins,
  coalesce(s.updated_at > p.credentials_updated_at, true) as current
from carrier_sessions s join service_providers p on p.id = s.service_provider_id
where s.service_provider_id = $1::uuid`;

const REFUSED = `
update carrier_sessions s set failed_logins = $2, access_token = null, session_token = null, ${WRITTEN_AT}
where s.service_provider_id = $1::uuid`;

const GRANTED = `
update carrier_sessions s set access_token = $2, access_expires_at = $3, session_token = $4,
  version = s.version + 1, failed_logins = 0, ${WRITTEN_AT}
where s.service_provider_id = $1::uuid`;

/** Waits for whoever logs in at the moment, and sees what that one has stored. */
async function lockedRow(client: pg.PoolClient, serviceProviderId: string): Promise<Row> {
  const id = [serviceProviderId];
  await client.query(
    'insert into carrier_sessions (service_provider_id) values ($1::uuid) on conflict do nothing',
    id,
  );
  const { rows } = await client.query<Row>(`${READ} for update of s`, id);
  if (rows[0] === undefined) throw new Error(`Service provider ${serviceProviderId} has no session row.`);
  return rows[0];
}

function sessionOf(row: Row, encryption: Encryption): SharedSession | null {
  const { access_token: access, access_expires_at: accessExpiresAt, session_token: session } = row;
  if (!row.current || access === null || session === null || accessExpiresAt === null) return null;
  try {
    const open = (token: string) => encryption.decrypt(row.tenant_id, token);
    return { accessToken: open(access), sessionToken: open(session), accessExpiresAt, version: row.version };
  } catch (error) {
    // A new log-in puts it right.
    if (error instanceof DecryptionError) return null;
    throw error;
  }
}

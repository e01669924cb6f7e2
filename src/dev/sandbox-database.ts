import { MILLPOND_DEMO } from './demonstration/tenants.ts';
import { withConnection } from './short-connection.ts';

/** True when the migrated database holds no tenant yet. */
export function isEmptyDatabase(databaseUrl: string): Promise<boolean> {
  return withConnection(databaseUrl, async (client) => {
    const { rowCount } = await client.query('select from tenants limit 1');
    return rowCount === 0;
  });
}

/** True when the demonstration's first tenant is there. */
export function holdsDemonstration(databaseUrl: string): Promise<boolean> {
  return withConnection(databaseUrl, async (client) => {
    const { rowCount } = await client.query('select from tenants where id = $1::uuid', [MILLPOND_DEMO.id]);
    return rowCount !== 0;
  });
}

/**
 * Points the demonstration data's connections to where the simulators listen now. Their ports may have been taken since the data
 * was made.
 */
export function moveSimulatorAddresses(
  databaseUrl: string,
  moves: readonly { from: string; to: string }[],
): Promise<void> {
  return withConnection(databaseUrl, async (client) => {
    for (const table of ['service_providers', 'billing_connections']) {
      await client.query(
        `update ${table} set base_url = m.new_url || substr(base_url, length(m.old_url) + 1)
           from unnest($1::text[], $2::text[]) as m (old_url, new_url)
          where base_url = m.old_url or starts_with(base_url, m.old_url || '/')`,
        [moves.map(({ from }) => from), moves.map(({ to }) => to)],
      );
    }
  });
}

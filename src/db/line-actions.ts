import type pg from 'pg';

/** Counts the provisioning actions of each line by UTC days of the database's clock. */
export interface LineActions {
  /** Takes one in one statement, exact over all workers; false when `limit` were taken today. */
  take(identifier: string, limit: number): Promise<boolean>;
  /** Takes the last one back; at midnight that is one of the day before. */
  giveBack(identifier: string): Promise<void>;
}

export function createLineActions(pool: pg.Pool, serviceProviderId: string): LineActions {
  return {
    async take(identifier, limit) {
      const { rowCount } = await pool.query(TAKE, [serviceProviderId, identifier, limit]);
      return rowCount === 1;
    },
    async giveBack(identifier) {
      await pool.query(GIVE_BACK, [serviceProviderId, identifier]);
    },
  };
}

const TAKE = `
insert into line_actions as a (service_provider_id, identifier, day, actions)
select $1::uuid, $2, (clock_timestamp() at time zone 'utc')::date, 1 where $3::int > 0
on conflict (service_provider_id, identifier, day) do update set actions = a.actions + 1 where a.actions < $3::int
returning actions`;

const GIVE_BACK = `
update line_actions set actions = actions - 1
where service_provider_id = $1::uuid and identifier = $2 and actions > 0
  and day = (select max(day) from line_actions where service_provider_id = $1::uuid and identifier = $2)`;

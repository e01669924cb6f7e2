import type pg from 'pg';

/** Counts the actions of each line by UTC days, or months, of the database's clock. */
export interface LineActions {
  /** Takes one in one statement, exact over all workers; false when `limit` were taken in this period. */
  take(identifier: string, limit: number): Promise<boolean>;
  /** Takes the last one back; at the turn of a period that is one of the period before. */
  giveBack(identifier: string): Promise<void>;
}

/** Provisioning actions are counted by days, plan changes by months. */
export const LINE_ACTION_KINDS = ['provisioning', 'plan'] as const;

export type LineActionKind = (typeof LINE_ACTION_KINDS)[number];

export function createLineActions(
  pool: pg.Pool,
  serviceProviderId: string,
  kind: LineActionKind = 'provisioning',
): LineActions {
  return {
    async take(identifier, limit) {
      const { rowCount } = await pool.query(TAKE, [serviceProviderId, identifier, limit, kind]);
      return rowCount === 1;
    },
    async giveBack(identifier) {
      await pool.query(GIVE_BACK, [serviceProviderId, identifier, kind]);
    },
  };
}

const TAKE = `
insert into line_actions as a (service_provider_id, identifier, kind, day, actions)
select $1::uuid, $2, $4,
  date_trunc(case $4 when 'plan' then 'month' else 'day' end, clock_timestamp() at time zone 'utc')::date, 1
where $3::int > 0
on conflict (service_provider_id, identifier, kind, day) do update set actions = a.actions + 1 where a.actions < $3::int
returning actions`;

const GIVE_BACK = `
update line_actions set actions = actions - 1
where service_provider_id = $1::uuid and identifier = $2 and kind = $3 and actions > 0
  and day = (select max(day) from line_actions where service_provider_id = $1::uuid and identifier = $2 and kind = $3)`;

import type pg from 'pg';

/** What all workers know of a credential, in milliseconds from now by the database's clock. */
export interface BudgetState {
  /** A pause that the carrier asked for; 0 when there is none. */
  readonly pausedMs: number;
  readonly failures: number;
  /** Null: the circuit is closed. Not above 0: it is open, and one call may try. */
  readonly openMs: number | null;
}

const HEALTHY: BudgetState = { pausedMs: 0, failures: 0, openMs: null };

/** Failures in a row, over all workers, that open the circuit. */
export const FAILURES_TO_OPEN = 5;

/** SQL for the seconds a circuit stays open after so many failures in a row: 1, 2, 4, up to 60. */
export const openSeconds = (failures: string): string =>
  `least(60, 2 ^ least(greatest(${failures} - ${String(FAILURES_TO_OPEN)}, 0), 6))`;

/**
 * SQL for the milliseconds until a call should ask again. A trial holds the circuit open for as long as a call may take,
 * but mostly answers sooner, so that nobody is told to stay away longer than the pause before it was.
 */
export const openMs = (row: string): string =>
  `least(extract(epoch from ${row}.open_until - clock_timestamp()), ${openSeconds(`${row}.failures`)})::float8 * 1000`;

const STATE = `
  greatest(0, extract(epoch from b.next_free_at - clock_timestamp()) * 1000)::float8 as paused_ms,
  b.failures,
  case when b.open_until is null then null else ${openMs('b')} end as open_ms`;

export async function readBudgetState(pool: pg.Pool, serviceProviderId: string): Promise<BudgetState> {
  const { rows } = await pool.query<StateRow>(
    `select ${STATE} from carrier_budgets b where b.service_provider_id = $1::uuid`,
    [serviceProviderId],
  );
  return stateOf(rows[0]);
}

/**
 * Counts a failure that looks like an outage; from the fifth in a row on, nobody calls for 1 s, then 2 s, up to 60 s.
 * While the circuit is open only the trial's own failure counts: those of calls that were under way say nothing new.
 */
export async function countOutage(
  pool: pg.Pool,
  serviceProviderId: string,
  trial: boolean,
): Promise<BudgetState> {
  const { rows } = await pool.query<StateRow>(
    `insert into carrier_budgets as b (service_provider_id, failures) values ($1::uuid, 1)
     on conflict (service_provider_id) do update
     set failures = b.failures + 1,
       open_until = case when b.failures + 1 >= ${String(FAILURES_TO_OPEN)}
         then clock_timestamp() + make_interval(secs => ${openSeconds('(b.failures + 1)')})
         else null end
     where $2::boolean or b.open_until is null or b.open_until <= clock_timestamp()
     returning ${STATE}`,
    [serviceProviderId, trial],
  );
  return rows[0] === undefined ? readBudgetState(pool, serviceProviderId) : stateOf(rows[0]);
}

/** The carrier answers: the circuit closes and the count starts anew. */
export async function closeCircuit(pool: pg.Pool, serviceProviderId: string): Promise<void> {
  await pool.query(
    `update carrier_budgets set failures = 0, open_until = null
     where service_provider_id = $1::uuid and (failures > 0 or open_until is not null)`,
    [serviceProviderId],
  );
}

/** Takes the one trial that an open circuit permits after its time; false when it is not due or another has it. */
export async function takeTrial(pool: pg.Pool, serviceProviderId: string, trialMs: number): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update carrier_budgets
     set open_until = clock_timestamp() + make_interval(secs => $2::float8 / 1000)
     where service_provider_id = $1::uuid and open_until <= clock_timestamp()`,
    [serviceProviderId, trialMs],
  );
  return rowCount === 1;
}

/** A trial that was given up has told nothing: the next call may try at once. */
export async function returnTrial(pool: pg.Pool, serviceProviderId: string): Promise<void> {
  await pool.query(
    `update carrier_budgets set open_until = clock_timestamp()
     where service_provider_id = $1::uuid and open_until is not null`,
    [serviceProviderId],
  );
}

interface StateRow {
  readonly paused_ms: number;
  readonly failures: number;
  readonly open_ms: number | null;
}

function stateOf(row: StateRow | undefined): BudgetState {
  if (row === undefined) return HEALTHY;
  return { pausedMs: row.paused_ms, failures: row.failures, openMs: row.open_ms };
}

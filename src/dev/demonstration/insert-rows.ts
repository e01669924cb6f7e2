import type pg from 'pg';

type Cell = string | number | boolean | null | readonly string[] | Readonly<Record<string, unknown>>;

/** Rows of one table that all name the same columns; the other columns get their defaults. */
export interface TableRows {
  readonly table: string;
  readonly rows: readonly Readonly<Record<string, Cell>>[];
}

/**
 * Inserts the rows in one statement. Table and column names are our own, never input. PostgreSQL itself reads every value
 * from JSON by its column's type, text arrays and numerics too.
 */
export async function insertRows(client: pg.ClientBase, { table, rows }: TableRows): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first).join(', ');
  await client.query(
    `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}

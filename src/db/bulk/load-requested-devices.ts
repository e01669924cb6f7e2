import type pg from 'pg';
import type { RequestedDevice } from '../../domain/change-request.ts';
import type { IdentifierType } from '../../domain/device-identifier.ts';
import type { RowCorrection, RowOverrides } from '../../domain/row-correction.ts';
import { DEVICES_PER_PAGE } from '../submission/pages-of.ts';

/** The devices of a stored change as its request named them, with what was corrected since, in row order. */
export async function* loadRequestedDevices(
  pool: pg.Pool,
  tenantId: string,
  bulkChangeId: string,
): AsyncGenerator<readonly RequestedDevice[]> {
  for (let after = 0; ;) {
    const { rows } = await pool.query<StoredRow>(STATEMENT, [
      tenantId,
      bulkChangeId,
      after,
      DEVICES_PER_PAGE,
    ]);
    if (rows.length > 0) yield rows.map(toRequestedDevice);
    const last = rows.at(-1);
    if (last === undefined || rows.length < DEVICES_PER_PAGE) return;
    after = last.row_number;
  }
}

/** Each of the corrections that rows of a change carry, once. */
export async function loadCorrections(
  pool: pg.Pool,
  tenantId: string,
  bulkChangeId: string,
): Promise<readonly RowCorrection[]> {
  const { rows } = await pool.query<{ corrected: RowCorrection }>(CORRECTIONS, [tenantId, bulkChangeId]);
  return rows.map(({ corrected }) => corrected);
}

interface StoredRow {
  readonly row_number: number;
  readonly identifier: string;
  readonly identifier_type: IdentifierType;
  readonly overrides: RowOverrides | null;
  readonly effective_at: Date | null;
}

function toRequestedDevice({
  identifier,
  identifier_type,
  overrides,
  effective_at,
}: StoredRow): RequestedDevice {
  const { imei, corrected } = overrides ?? {};
  return {
    identifier,
    identifierType: identifier_type,
    ...(imei === undefined ? {} : { imei }),
    ...(corrected === undefined ? {} : { correction: corrected }),
    ...(effective_at === null ? {} : { effectiveAt: effective_at }),
  };
}

const STATEMENT = `
select row_number, identifier, identifier_type, overrides, effective_at
from device_changes
where tenant_id = $1::uuid and bulk_change_id = $2::uuid and row_number > $3
order by row_number limit $4`;

const CORRECTIONS = `
select distinct overrides->'corrected' as corrected
from device_changes
where tenant_id = $1::uuid and bulk_change_id = $2::uuid and overrides ? 'corrected'`;

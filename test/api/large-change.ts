import { suspension, createFleet } from './test-fleet.ts';
import { idOf, type TestApi } from './test-api.ts';

/** A change with so many more failed rows than its one device, each with a message of 2,000 characters. */
export async function createLargeChange(api: TestApi, rows: number): Promise<string> {
  const answer = await api.call('operator', 'POST', '/v1/bulk-changes', {
    body: suspension(await createFleet(api, 1)),
  });
  const id = idOf(answer);
  await api.database.pool.query(
    `insert into device_changes (tenant_id, bulk_change_id, row_number, identifier, identifier_type, status, error_class,
       error_code, error_message)
     select $1::uuid, $2::uuid, n, '8901' || lpad(n::text, 15, '0'), 'ICCID', 'ERROR', 'VALIDATION', 'carrier.rejected',
       repeat('x', 2000)
     from generate_series(2, $3::int) n`,
    [api.tenantId, id, rows],
  );
  return id;
}

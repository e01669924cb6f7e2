import type { Prisma } from '../generated/client.ts';

/** Writes into the log of each corrected row what it names now, in one statement. */
export async function logCorrectedRows(
  tx: Prisma.TransactionClient,
  input: {
    readonly ids: readonly string[];
    readonly bulkChangeId: string;
    readonly description: string;
    readonly processedBy: string;
  },
): Promise<void> {
  if (input.ids.length === 0) return;
  await tx.$executeRaw`
insert into log_entries (tenant_id, bulk_change_id, device_change_id, portal_type, description, processed_by,
  request_text, response_status, has_errors)
select d.tenant_id, d.bulk_change_id, d.id, b.portal_type, ${input.description}, ${input.processedBy},
  jsonb_strip_nulls(jsonb_build_object(lower(d.identifier_type), d.identifier, 'imei', d.overrides->>'imei'))::text,
  d.status, false
from device_changes d join bulk_changes b on b.id = d.bulk_change_id
where d.bulk_change_id = ${input.bulkChangeId}::uuid and d.id = any(${input.ids}::uuid[])`;
}

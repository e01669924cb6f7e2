import { recordAudit } from '../audit-log.ts';
import type { Author } from '../author.ts';
import type { Database } from '../client.ts';
import type { DeviceImportRow, ImportFault } from './device-import-row.ts';
import { loadImportReferences, resolveRows } from './resolve-rows.ts';
import { upsertDevices } from './upsert-devices.ts';

export interface ImportResult {
  readonly created: number;
  readonly updated: number;
  /** Of lines that name what the tenant does not have; such lines are left out. */
  readonly faults: readonly ImportFault[];
}

/** The import of the largest file permitted takes seconds; this is the bound on a database that crawls. */
const TRANSACTION_TIMEOUT_MS = 110_000;

/**
 * Stores a device list a page at a time, in one transaction: the good lines of a file are stored together or not at all.
 * The audit log keeps the counts and not the devices.
 */
export function importDevices(
  { prisma }: Database,
  author: Author,
  pages: AsyncIterable<readonly DeviceImportRow[]>,
): Promise<ImportResult> {
  return prisma.$transaction(
    async (tx) => {
      const { tenantId } = author;
      const references = await loadImportReferences(tx, tenantId);
      const faults: ImportFault[] = [];
      let created = 0;
      let updated = 0;
      for await (const page of pages) {
        const rows = await resolveRows(tx, tenantId, references, page, faults);
        if (rows.length === 0) continue;
        const counts = await upsertDevices(tx, tenantId, rows);
        created += counts.created;
        updated += counts.updated;
      }
      const detail = { created, updated };
      await recordAudit(tx, author, {
        action: 'device.import',
        subject: 'device',
        subjectId: tenantId,
        detail,
      });
      return { created, updated, faults };
    },
    { timeout: TRANSACTION_TIMEOUT_MS },
  );
}

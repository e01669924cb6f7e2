import { recordAudit } from '../audit-log.ts';
import type { Author } from '../author.ts';
import type { Database } from '../client.ts';
import type { DriftField } from '../../domain/drift.ts';

/**
 * Closes the open drifts of a device, or those of some fields, in the name of the person who has looked at them. Doing so
 * again changes nothing. False when the tenant has no such device.
 */
export function acknowledgeDrift(
  { prisma }: Database,
  author: Author,
  deviceId: string,
  fields: readonly DriftField[],
): Promise<boolean> {
  return prisma.$transaction(async (tx) => {
    const { tenantId, actor } = author;
    const device = await tx.device.findUnique({
      where: { tenantId_id: { tenantId, id: deviceId } },
      select: { id: true },
    });
    if (device === null) return false;
    const closed = await tx.$queryRaw<{ field: string }[]>`
      update device_drifts set resolved_at = now(), resolved_by = ${actor}
      where tenant_id = ${tenantId}::uuid and device_id = ${deviceId}::uuid and resolved_at is null
        and field = any(${fields}::text[])
      returning field`;
    if (closed.length > 0) {
      await recordAudit(tx, author, {
        action: 'device.acknowledge_drift',
        subject: 'device',
        subjectId: deviceId,
        detail: { fields: closed.map(({ field }) => field) },
      });
    }
    return true;
  });
}

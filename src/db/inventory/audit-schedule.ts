import { recordAudit } from '../audit-log.ts';
import type { Author } from '../author.ts';
import type { Database } from '../client.ts';
import type { Prisma } from '../generated/client.ts';

/** Writes who has set the schedule of a service provider's syncs, or removed it (null). Temporal keeps the schedule itself. */
export async function auditSchedule(
  { prisma }: Database,
  author: Author,
  serviceProviderId: string,
  schedule: Prisma.InputJsonObject | null,
): Promise<void> {
  await prisma.$transaction((tx) =>
    recordAudit(tx, author, {
      action: schedule === null ? 'service_provider.unschedule_sync' : 'service_provider.schedule_sync',
      subject: 'service_provider',
      subjectId: serviceProviderId,
      ...(schedule === null ? {} : { detail: schedule }),
    }),
  );
}

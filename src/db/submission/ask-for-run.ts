import type { BulkChangeStatus } from '../../domain/bulk-change-status.ts';
import type { Prisma } from '../generated/client.ts';

/** Has a change whose rows were opened again worked on. One that is paused stays so: its rows wait with the others. */
export async function askForRun(
  tx: Prisma.TransactionClient,
  { id, status }: { readonly id: string; readonly status: BulkChangeStatus },
  now: Date,
): Promise<void> {
  await tx.bulkChange.update({
    where: { id },
    data: {
      status: status === 'PAUSED' ? status : 'PROCESSING',
      finishedAt: null,
      startRequestedAt: now,
    },
  });
}

import type { Prisma } from './generated/client.ts';

/** What waits for its next try is due at once, with all of its tries before it. Call it with the endpoint locked. */
export async function beginWebhookSchedulesAnew(
  tx: Prisma.TransactionClient,
  tenantId: string,
  endpointId: string,
): Promise<void> {
  await tx.webhookDelivery.updateMany({
    where: { tenantId, endpointId, status: 'PENDING', attempts: { gt: 0 } },
    data: { attempts: 0, nextAttemptAt: null },
  });
}

import type { Database } from '../client.ts';
import type { BillingCalendar } from './billing-period.ts';

/** When the billing periods of the tenant's service provider end; null when it has no such provider. */
export async function readBillingCalendar(
  { prisma }: Database,
  tenantId: string,
  serviceProviderId: string,
): Promise<BillingCalendar | null> {
  const row = await prisma.serviceProvider.findUnique({
    where: { tenantId_id: { tenantId, id: serviceProviderId } },
    select: { billingPeriodEndDay: true, billingPeriodEndHour: true, timeZone: true },
  });
  if (row === null) return null;
  const { timeZone, billingPeriodEndDay: endDay, billingPeriodEndHour: endHour } = row;
  return { endDay, endHour, timeZone };
}

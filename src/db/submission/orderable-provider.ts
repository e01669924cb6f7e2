import type { RequestFault } from '../../domain/change-request.ts';
import { INTEGRATIONS, type Integration } from '../../domain/integration.ts';
import type { PrismaClient } from '../generated/client.ts';
import type { BillingCalendar } from './billing-period.ts';

export interface OrderableProvider {
  readonly id: string;
  readonly tenantId: string;
  readonly integration: Integration;
  readonly billing: BillingCalendar;
}

type Lookup =
  | { readonly ok: true; readonly provider: OrderableProvider }
  | { readonly ok: false; readonly fault: RequestFault };

/** The tenant's own service provider, when changes may be sent to it at all. */
export async function findOrderableProvider(
  prisma: PrismaClient,
  tenantId: string,
  serviceProviderId: string,
): Promise<Lookup> {
  const row = await prisma.serviceProvider.findUnique({
    where: { tenantId_id: { tenantId, id: serviceProviderId } },
    select: {
      id: true,
      integration: true,
      writeEnabled: true,
      billingPeriodEndDay: true,
      billingPeriodEndHour: true,
      timeZone: true,
    },
  });
  if (row === null) return fault('service_provider.not_found', 'You have no service provider with this id.');
  const integration = INTEGRATIONS.find((known) => known === row.integration);
  if (integration === undefined) throw new Error(`Service provider ${row.id} is of no known integration.`);
  if (!row.writeEnabled) {
    return fault(
      'provider.writes_disabled',
      'Carrier writes are switched off for this service provider. An administrator can switch them on (writeEnabled).',
    );
  }
  const { id, timeZone, billingPeriodEndDay: endDay, billingPeriodEndHour: endHour } = row;
  return { ok: true, provider: { id, tenantId, integration, billing: { endDay, endHour, timeZone } } };
}

function fault(code: string, detail: string): Lookup {
  return { ok: false, fault: { pointer: '/serviceProviderId', code, detail } };
}

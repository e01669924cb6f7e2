import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/db/client.ts';
import type { DeviceStatus } from '../../src/domain/device-status.ts';
import type { Encryption } from '../../src/platform/encryption.ts';
import { iccid } from '../simulators/running-simulators.ts';

/** Ids of everything a test of a change needs: one tenant with a provider at each carrier and a billing connection. */
export interface Fleet {
  readonly tenantId: string;
  readonly jasper: string;
  readonly pond: string;
  readonly customer: { readonly id: string; readonly siteId: string; readonly revCustomerId: string };
  readonly customerRatePlanId: string;
  readonly customerPoolId: string;
}

export interface FleetUrls {
  readonly jasper: string;
  readonly pond: string;
  readonly revio: string;
}

export interface FleetOptions {
  readonly urls: FleetUrls;
  readonly jasperDevices?: number;
  readonly pondDevices?: number;
  readonly status?: DeviceStatus;
  readonly jasperSettings?: object;
  readonly pondSettings?: object;
}

/** Fast enough for tests, and still a budget that is reserved call by call. */
const JASPER_SETTINGS = { requestsPerSecond: 500, maxConcurrentRequests: 20 };

export async function seedFleet(
  database: Database,
  encryption: Encryption,
  options: FleetOptions,
): Promise<Fleet> {
  const { prisma } = database;
  const { id: tenantId } = await prisma.tenant.create({ data: { name: `Tenant ${randomUUID()}` } });
  const provider = (integration: 'JASPER' | 'POND', baseUrl: string, credentials: object, settings: object) =>
    prisma.serviceProvider.create({
      data: {
        tenantId,
        name: `${integration} account`,
        integration,
        baseUrl,
        credentials: encryption.encrypt(tenantId, JSON.stringify(credentials)),
        settings,
      },
    });
  const jasper = await provider(
    'JASPER',
    `${options.urls.jasper}/rws/api/v1`,
    { username: 'acme-api', apiKey: 'acme-key' },
    options.jasperSettings ?? JASPER_SETTINGS,
  );
  const pond = await provider(
    'POND',
    `${options.urls.pond}/ds/u/distributorPPUService/v1`,
    { apiKey: 'key-77' },
    { distributorId: 77, ...options.pondSettings },
  );
  await prisma.billingConnection.create({
    data: {
      tenantId,
      baseUrl: `${options.urls.revio}/v1`,
      credentials: encryption.encrypt(
        tenantId,
        JSON.stringify({ username: 'acme-billing', password: 'acme-secret' }),
      ),
    },
  });
  const plans = await seedPlans(database, tenantId, jasper.id, pond.id);
  const customers = await seedCustomer(database, tenantId);
  const status = options.status ?? 'active';
  const rows = [
    ...deviceRows(
      options.jasperDevices ?? 0,
      tenantId,
      jasper.id,
      status,
      plans.jasperSmall,
      plans.communication,
    ),
    ...deviceRows(options.pondDevices ?? 0, tenantId, pond.id, status, plans.pondSmall, null),
  ];
  await prisma.device.createMany({ data: rows });
  await prisma.deviceTenant.createMany({ data: rows.map(({ id }) => ({ tenantId, deviceId: id })) });
  return { tenantId, jasper: jasper.id, pond: pond.id, ...customers };
}

function deviceRows(
  count: number,
  tenantId: string,
  serviceProviderId: string,
  status: DeviceStatus,
  carrierRatePlanId: string,
  communicationPlanId: string | null,
) {
  return Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    tenantId,
    serviceProviderId,
    iccid: iccid(index + 1),
    status,
    simType: 'standard',
    carrierRatePlanId,
    communicationPlanId,
    usageMb: 3,
    lastActivatedAt: new Date('2026-03-01T00:00:00Z'),
  }));
}

async function seedPlans({ prisma }: Database, tenantId: string, jasper: string, pond: string) {
  const plan = (serviceProviderId: string, code: string, name: string, facts: object) =>
    prisma.carrierRatePlan.create({ data: { tenantId, serviceProviderId, code, name, ...facts } });
  const jasperSmall = await plan(jasper, 'SMALL', 'Small', { includedMb: 5, baseRate: 2 });
  await plan(jasper, 'LARGE', 'Large', { includedMb: 50, baseRate: 1 });
  await plan(jasper, 'OLD', 'Old', { retiredAt: new Date() });
  await plan(jasper, 'TYPED', 'Typed', { allowedSimTypes: ['industrial'], includedMb: 99, baseRate: 9 });
  const pondSmall = await plan(pond, 'P5', 'Demo 4711', { ratePlanId: 4711 });
  await plan(pond, 'P10', 'Demo 4712', { ratePlanId: 4712 });
  const communication = await prisma.communicationPlan.create({
    data: { tenantId, serviceProviderId: jasper, name: 'Data' },
  });
  await prisma.communicationPlan.create({ data: { tenantId, serviceProviderId: jasper, name: 'Data+SMS' } });
  return { jasperSmall: jasperSmall.id, pondSmall: pondSmall.id, communication: communication.id };
}

async function seedCustomer({ prisma }: Database, tenantId: string) {
  const customer = await prisma.customer.create({
    data: { tenantId, name: 'Acme Meters', revCustomerId: '7001', accountNumber: 'A-7001' },
  });
  const site = await prisma.site.create({ data: { tenantId, customerId: customer.id, name: 'North' } });
  const plan = await prisma.customerRatePlan.create({
    data: { tenantId, code: 'C1', name: 'Customer plan' },
  });
  const pool = await prisma.customerRatePool.create({ data: { tenantId, name: 'Pool' } });
  return {
    customer: { id: customer.id, siteId: site.id, revCustomerId: '7001' },
    customerRatePlanId: plan.id,
    customerPoolId: pool.id,
  };
}

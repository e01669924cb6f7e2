import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/db/client.ts';
import type { DeviceStatus } from '../../src/domain/device-status.ts';
import type { Integration } from '../../src/domain/integration.ts';
import type { Encryption } from '../../src/platform/encryption.ts';
import { iccid } from '../simulators/running-simulators.ts';

/** Ids of everything a test of a change needs: one tenant with a provider at each carrier and a billing connection. */
export interface Fleet {
  readonly tenantId: string;
  readonly jasper: string;
  readonly pond: string;
  readonly thingspace: string;
  readonly telegence: string;
  readonly customer: { readonly id: string; readonly siteId: string; readonly revCustomerId: string };
  readonly customerRatePlanId: string;
  readonly customerPoolId: string;
}

export interface FleetUrls {
  readonly jasper: string;
  readonly pond: string;
  readonly thingspace: string;
  readonly telegence: string;
  readonly revio: string;
}

export interface FleetOptions {
  readonly urls: FleetUrls;
  readonly jasperDevices?: number;
  readonly pondDevices?: number;
  readonly thingspaceDevices?: number;
  readonly telegenceDevices?: number;
  readonly status?: DeviceStatus;
  readonly jasperSettings?: object;
  readonly pondSettings?: object;
  readonly thingspaceSettings?: object;
  readonly telegenceSettings?: object;
}

/** Asked soon, and given up soon enough for a test that waits for it. */
const CONFIRMATION = { firstPollSeconds: 0.5, slowestPollSeconds: 1, deadlineSeconds: 60 };

/** Fast enough for tests, and still a budget that is reserved call by call. */
const JASPER_SETTINGS = { requestsPerSecond: 500, maxConcurrentRequests: 20 };

export async function seedFleet(
  database: Database,
  encryption: Encryption,
  options: FleetOptions,
): Promise<Fleet> {
  const { prisma } = database;
  const { id: tenantId } = await prisma.tenant.create({ data: { name: `Tenant ${randomUUID()}` } });
  const provider = (integration: Integration, baseUrl: string, credentials: object, settings: object) =>
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
  const thingspace = await provider(
    'THINGSPACE',
    `${options.urls.thingspace}/api`,
    {
      appKey: 'acme-app',
      appSecret: 'acme-secret',
      username: 'acme-user',
      password: 'acme-password',
    },
    {
      accountName: '0000123456-00001',
      dailyActionsPerLine: 25,
      confirmation: CONFIRMATION,
      ...options.thingspaceSettings,
    },
  );
  const telegence = await provider(
    'TELEGENCE',
    options.urls.telegence,
    { appId: 'acme-id', appSecret: 'acme-secret' },
    {
      billingAccountNumber: 'ban-acme',
      gatherMs: 20,
      confirmation: CONFIRMATION,
      ...options.telegenceSettings,
    },
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
  const providers = {
    jasper: jasper.id,
    pond: pond.id,
    thingspace: thingspace.id,
    telegence: telegence.id,
  };
  const plans = await seedPlans(database, tenantId, providers);
  const customers = await seedCustomer(database, tenantId);
  const status = options.status ?? 'active';
  const rowsAt = (carrier: keyof typeof providers, count = 0, communicationPlanId: string | null = null) =>
    deviceRows(count, {
      tenantId,
      serviceProviderId: providers[carrier],
      status,
      carrierRatePlanId: plans.small[carrier],
      communicationPlanId,
    });
  const rows = [
    ...rowsAt('jasper', options.jasperDevices, plans.communication),
    ...rowsAt('pond', options.pondDevices),
    ...rowsAt('thingspace', options.thingspaceDevices).map((row, index) => ({
      ...row,
      imei: imeiOf(index + 1),
    })),
    ...rowsAt('telegence', options.telegenceDevices).map((row, index) => ({
      ...row,
      msisdn: status === 'inventory' ? null : lineNumber(index + 1),
    })),
  ];
  await prisma.device.createMany({ data: rows });
  await prisma.deviceTenant.createMany({ data: rows.map(({ id }) => ({ tenantId, deviceId: id })) });
  return { tenantId, ...providers, ...customers };
}

/** The IMEI of ThingSpace's SIM `at`. */
export const imeiOf = (at: number): string => `35${String(at).padStart(12, '0')}`;

/** The number of the line of Telegence's SIM `at`. */
export const lineNumber = (at: number): string => `555${String(3_000_000 + at)}`;

interface RowFacts {
  readonly tenantId: string;
  readonly serviceProviderId: string;
  readonly status: DeviceStatus;
  readonly carrierRatePlanId: string;
  readonly communicationPlanId: string | null;
}

function deviceRows(count: number, facts: RowFacts) {
  return Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    ...facts,
    iccid: iccid(index + 1),
    simType: 'standard',
    usageMb: 3,
    lastActivatedAt: new Date('2026-03-01T00:00:00Z'),
  }));
}

async function seedPlans(
  { prisma }: Database,
  tenantId: string,
  { jasper, pond, thingspace, telegence }: Pick<Fleet, 'jasper' | 'pond' | 'thingspace' | 'telegence'>,
) {
  const plan = async (serviceProviderId: string, code: string, name: string, facts: object) => {
    const { id } = await prisma.carrierRatePlan.create({
      data: { tenantId, serviceProviderId, code, name, ...facts },
    });
    return id;
  };
  const small = {
    jasper: await plan(jasper, 'SMALL', 'Small', { includedMb: 5, baseRate: 2 }),
    pond: await plan(pond, 'P5', 'Demo 4711', { ratePlanId: 4711 }),
    thingspace: await plan(thingspace, 'm2m4G', 'Demo 5MB', {}),
    telegence: await plan(telegence, 'SMALL', 'Small plan', {}),
  };
  await plan(jasper, 'LARGE', 'Large', { includedMb: 50, baseRate: 1 });
  await plan(jasper, 'OLD', 'Old', { retiredAt: new Date() });
  await plan(jasper, 'TYPED', 'Typed', { allowedSimTypes: ['industrial'], includedMb: 99, baseRate: 9 });
  await plan(pond, 'P10', 'Demo 4712', { ratePlanId: 4712 });
  await plan(thingspace, 'm2m10', 'Demo 10MB', {});
  await plan(telegence, 'LARGE', 'Large plan', {});
  const communication = await prisma.communicationPlan.create({
    data: { tenantId, serviceProviderId: jasper, name: 'Data' },
  });
  await prisma.communicationPlan.create({ data: { tenantId, serviceProviderId: jasper, name: 'Data+SMS' } });
  return { small, communication: communication.id };
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

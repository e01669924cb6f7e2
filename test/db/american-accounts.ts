import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/db/client.ts';
import { submitBulkChange, type Submission } from '../../src/db/submission/submit-bulk-change.ts';
import type { ChangeRequest, RequestedChange, RequestedDevice } from '../../src/domain/change-request.ts';
import type { DeviceStatus } from '../../src/domain/device-status.ts';
import { iccid } from '../simulators/running-simulators.ts';

export interface AmericanAccount {
  readonly tenantId: string;
  readonly serviceProviderId: string;
}

export interface AmericanDevice {
  readonly status: DeviceStatus;
  readonly msisdn?: string;
  readonly imei?: string;
  /** False: it has no plan of its own. */
  readonly hasPlan?: boolean;
  readonly archivedAt?: Date;
}

/** A ThingSpace or Telegence account of a tenant, with the plans 5MB and OLD (retired). Nothing here calls a carrier. */
export async function addAccount(
  { prisma }: Database,
  tenantId: string,
  integration: 'THINGSPACE' | 'TELEGENCE',
  more: { readonly billingPeriodEndDay?: number; readonly timeZone?: string } = {},
): Promise<AmericanAccount> {
  const { id: serviceProviderId } = await prisma.serviceProvider.create({
    data: {
      tenantId,
      name: `${integration} ${randomUUID()}`,
      integration,
      baseUrl: 'https://carrier.example',
      ...more,
    },
  });
  const account = { tenantId, serviceProviderId };
  await prisma.carrierRatePlan.createMany({
    data: [
      { ...account, code: '5MB', name: 'Five' },
      { ...account, code: 'OLD', name: 'Old', retiredAt: new Date('2026-01-01T00:00:00Z') },
    ],
  });
  return account;
}

/** Devices of the account, in this order; each has an ICCID of its own. */
export async function addDevices(
  { prisma }: Database,
  account: AmericanAccount,
  devices: readonly AmericanDevice[],
): Promise<readonly { readonly id: string; readonly iccid: string }[]> {
  const plan = await prisma.carrierRatePlan.findFirstOrThrow({ where: { ...account, code: '5MB' } });
  const rows = devices.map(({ hasPlan = true, ...device }, index) => ({
    id: randomUUID(),
    ...account,
    iccid: iccid(index + 1),
    carrierRatePlanId: hasPlan ? plan.id : null,
    ...device,
  }));
  await prisma.device.createMany({ data: rows });
  await prisma.deviceTenant.createMany({
    data: rows.map(({ id }) => ({ tenantId: account.tenantId, deviceId: id })),
  });
  return rows;
}

export const byIccid = (identifier: string): RequestedDevice => ({ identifier, identifierType: 'ICCID' });
export const byNumber = (identifier: string): RequestedDevice => ({ identifier, identifierType: 'MSISDN' });

export const NOW = new Date('2026-11-30T12:00:00Z');

export function submitTo(
  database: Database,
  { tenantId, serviceProviderId }: AmericanAccount,
  change: RequestedChange,
  {
    devices = [byIccid(iccid(1))],
    ...more
  }: Partial<Omit<ChangeRequest, 'devices'>> & { readonly devices?: readonly RequestedDevice[] } = {},
): Promise<Submission> {
  return submitBulkChange(
    { database, now: () => NOW },
    { tenantId, actor: 'ann' },
    {
      serviceProviderId,
      processChanges: true,
      devices: [devices],
      onConflict: 'queue',
      change,
      ...more,
    },
    {},
  );
}

/** Where a submission was at fault and with which code; empty when it was stored. */
export async function faultsIn(submission: Promise<Submission>): Promise<readonly string[]> {
  const result = await submission;
  return result.ok ? [] : result.faults.map((fault) => `${fault.pointer} ${fault.code}`).sort();
}

/** The change as it stands in the database, with its rows in order. */
export async function storedBy({ prisma }: Database, submission: Promise<Submission>) {
  const result = await submission;
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  const { bulkChangeId } = result;
  const change = await prisma.bulkChange.findUniqueOrThrow({ where: { id: bulkChangeId } });
  const rows = await prisma.deviceChange.findMany({
    where: { bulkChangeId },
    orderBy: { rowNumber: 'asc' },
  });
  return { change, rows };
}

import type { Database } from '../../src/db/client.ts';
import type { SeededDevice, SeededFleet } from './fleet-database.ts';

/** A line of the billing system as it is known here; connected and with one active product unless told otherwise. */
export async function addLine(
  { prisma }: Database,
  line: {
    readonly fleet: SeededFleet;
    readonly device: SeededDevice;
    readonly customerId: string;
    readonly externalId: string;
    readonly disconnectedAt?: Date;
    /** Status of its product; null: it has none. */
    readonly product?: 'ACTIVE' | 'CANCELED' | null;
  },
): Promise<void> {
  const { tenantId } = line.fleet;
  const service = await prisma.revService.create({
    data: {
      tenantId,
      customerId: line.customerId,
      deviceId: line.device.id,
      externalId: line.externalId,
      number: line.device.iccid,
      disconnectedAt: line.disconnectedAt ?? null,
    },
  });
  const status = line.product === undefined ? 'ACTIVE' : line.product;
  if (status === null) return;
  await prisma.revServiceProduct.create({
    data: {
      tenantId,
      revServiceId: service.id,
      externalId: `${line.externalId}-p`,
      productId: '501',
      rate: 2,
      status,
    },
  });
}

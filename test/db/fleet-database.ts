import { randomBytes } from 'node:crypto';
import { createDatabase, type Database } from '../../src/db/client.ts';
import { createEncryption } from '../../src/platform/encryption.ts';
import { seedFleet, type Fleet, type FleetOptions } from '../support/fleet.ts';
import { createTestDatabase } from '../support/template-database.ts';

export interface FleetDatabase {
  readonly database: Database;
  readonly url: string;
  /** A tenant of its own; nothing here calls the addresses. */
  newFleet(options?: Omit<FleetOptions, 'urls'>): Promise<SeededFleet>;
  close(): Promise<void>;
}

export interface SeededFleet extends Fleet {
  /** Devices at Jasper, by ICCID. */
  readonly jasperDevices: readonly SeededDevice[];
  readonly pondDevices: readonly SeededDevice[];
}

export interface SeededDevice {
  readonly id: string;
  readonly iccid: string;
}

const urls = {
  jasper: 'https://jasper.example',
  pond: 'https://pond.example',
  thingspace: 'https://thingspace.example',
  telegence: 'https://telegence.example',
  revio: 'https://revio.example',
};

/** A migrated database of its own for a test file, with tenants on demand. */
export async function openFleetDatabase(maxConnections = 8): Promise<FleetDatabase> {
  const testDatabase = await createTestDatabase();
  const database = createDatabase({ url: testDatabase.url, maxConnections, applicationName: 'test-db' });
  const encryption = createEncryption([{ id: 'test', key: randomBytes(32) }]);
  return {
    database,
    url: testDatabase.url,
    newFleet: async (options = {}) => {
      const fleet = await seedFleet(database, encryption, { urls, ...options });
      const devices = (serviceProviderId: string) =>
        database.prisma.device.findMany({
          where: { serviceProviderId },
          select: { id: true, iccid: true },
          orderBy: { iccid: 'asc' },
        });
      return {
        ...fleet,
        jasperDevices: await devices(fleet.jasper),
        pondDevices: await devices(fleet.pond),
      };
    },
    close: async () => {
      await database.close();
      await testDatabase.drop();
    },
  };
}

/** The one at this place of a list that a test has filled. */
export function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new Error(`The test expects at least ${String(index + 1)} items.`);
  return item;
}

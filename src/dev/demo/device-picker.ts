import type { FleetDevice } from './api-shapes.ts';

/** Hands out devices so that no two changes of the demonstration touch the same one. */
export interface DevicePicker {
  /**
   * Takes the first free devices that fit.
   * @throws Error that says what there is too little of.
   */
  take(count: number, what: string, fits: (device: FleetDevice) => boolean): FleetDevice[];
  /** How many free devices fit. */
  count(fits: (device: FleetDevice) => boolean): number;
}

export function createDevicePicker(devices: readonly FleetDevice[]): DevicePicker {
  const free = new Set(devices);
  return {
    take: (count, what, fits) => {
      const taken = [...free].filter(fits).slice(0, count);
      if (taken.length < count) {
        throw new Error(
          `The demonstration needs ${String(count)} ${what} and finds ${String(taken.length)}: earlier runs used them up. ` +
            'Stop the stack, remove the data folder (.data) and start again.',
        );
      }
      for (const device of taken) free.delete(device);
      return taken;
    },
    count: (fits) => [...free].filter(fits).length,
  };
}

export function isInUse(device: FleetDevice): boolean {
  return device.status === 'active' && device.archivedAt === null;
}

export function isInInventory(device: FleetDevice): boolean {
  return device.status === 'inventory' && device.archivedAt === null;
}

/** In this status, and not archived. */
export function hasStatus(status: string): (device: FleetDevice) => boolean {
  return (device) => device.status === status && device.archivedAt === null;
}

export function isArchived(device: FleetDevice): boolean {
  return device.archivedAt !== null;
}

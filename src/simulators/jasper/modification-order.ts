import type { JasperDevice } from './device.ts';

/** Each account's devices by date of modification, oldest first, without sorting at each search. */
export interface ModificationOrder {
  touch(device: JasperDevice): void;
  of(account: string): Iterable<JasperDevice>;
  clear(): void;
}

interface AccountOrder {
  /** A map keeps the order of insertion: a changed device moves to the end. */
  devices: Map<string, JasperDevice>;
  newest: number;
  sorted: boolean;
}

/** Creates an empty order. A device that comes with an older date makes the next search sort once. */
export function createModificationOrder(): ModificationOrder {
  const accounts = new Map<string, AccountOrder>();
  return {
    touch: (device) => {
      const order = accounts.get(device.account) ?? { devices: new Map(), newest: 0, sorted: true };
      accounts.set(device.account, order);
      order.devices.delete(device.iccid);
      order.devices.set(device.iccid, device);
      const updated = Date.parse(device.dateUpdated);
      if (updated < order.newest) order.sorted = false;
      else order.newest = updated;
    },
    of: (account) => {
      const order = accounts.get(account);
      if (order === undefined) return [];
      if (!order.sorted) sort(order);
      return order.devices.values();
    },
    clear: () => accounts.clear(),
  };
}

function sort(order: AccountOrder): void {
  const byDate = [...order.devices.values()].map((device) => ({
    device,
    at: Date.parse(device.dateUpdated),
  }));
  byDate.sort((left, right) => left.at - right.at);
  order.devices = new Map(byDate.map(({ device }) => [device.iccid, device]));
  order.sorted = true;
}

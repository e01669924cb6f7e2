import type { CarrierRecords } from '../frame/carrier.ts';
import { placeInAccount } from '../frame/place-in-account.ts';
import { jasperDeviceSchema, type JasperDevice } from './device.ts';
import type { JasperState } from './jasper-state.ts';

/** The carrier-side truth by ICCID, MSISDN, IMSI or IMEI. */
export function createJasperRecords(state: JasperState): CarrierRecords {
  const accountIds = new Map(state.accounts.map(({ account, accountId }) => [account, accountId]));
  const shown = (device: JasperDevice): unknown => {
    const scheduled = state.schedules.size === 0 ? [] : state.schedules.find(device.iccid);
    return { identifier: device.iccid, ...device, scheduled };
  };
  return {
    get: (identifier) => {
      const device = state.devices.get(identifier) ?? state.devices.find(identifier)[0];
      return device === undefined ? undefined : shown(device);
    },
    all: function* () {
      for (const device of state.devices.values()) yield shown(device);
    },
    add: (record) => {
      const placed = placeInAccount(record, state.accounts);
      const dated = {
        dateUpdated: state.frame.clock.iso(),
        accountId: accountIds.get(placed.account),
        ...placed,
      };
      state.devices.put(jasperDeviceSchema.parse(dated));
    },
  };
}

import type { ThingspaceAccount } from './account.ts';
import { identifiersOf, shownState, type Device } from './device.ts';

const carrierName = 'Verizon Wireless';

/** A line as a list shows it; more is told of a line that was asked for alone. */
export function deviceView(account: ThingspaceAccount, device: Device, alone: boolean): unknown {
  const { servicePlan, ipAddress, lastActivationDate, lastConnectionDate } = device;
  return {
    accountName: account.accountName,
    carrierInformations: [
      { carrierName, ...(servicePlan === null ? {} : { servicePlan }), state: shownState(device) },
    ],
    connected: false,
    createdAt: device.createdAt,
    customFields: Object.entries(device.customFields).map(([key, value]) => ({ key, value })),
    deviceIds: identifiersOf(device),
    extendedAttributes: [
      { key: 'DeviceId', value: String(device.deviceNumber) },
      ...(alone ? singleAttributes : []),
    ],
    groupNames: [device.groupName],
    ...(ipAddress === null ? {} : { ipAddress }),
    ...(lastActivationDate === null ? {} : { lastActivationBy: account.username, lastActivationDate }),
    ...(lastConnectionDate === null ? {} : { lastConnectionDate }),
  };
}

/** Empty here; the documentation's example has null in its place, which a client made from its definition refuses. */
const singleAttributes = ['SkuNumber', 'CostCenterCode', 'PreIMEI', 'PreSKU'].map((key) => ({
  key,
  value: '',
}));

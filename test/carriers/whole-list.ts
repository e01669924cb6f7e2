import type { DeviceListPort, ListedDevice } from '../../src/carriers/carrier-port.ts';
import type { OutsideCall } from '../../src/platform/exchange.ts';
import { recordedCall } from './recorded-call.ts';

/** Every page of a carrier's list, put together. */
export async function wholeList(
  carrier: DeviceListPort,
  call: OutsideCall = recordedCall(),
): Promise<ListedDevice[]> {
  const devices: ListedDevice[] = [];
  let from: string | null = null;
  do {
    const page = await carrier.listDevices(from, call);
    devices.push(...page.devices);
    from = page.next;
  } while (from !== null);
  return devices;
}

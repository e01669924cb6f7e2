import type { ChangeType } from '../../domain/change-type.ts';
import type { RequestedDevice, RequestFault } from '../../domain/change-request.ts';
import type { OrderableProvider } from './orderable-provider.ts';
import { planDateFaults } from './plan-date-faults.ts';

/** Finds dates of single devices that the carrier does not take, each where it stands. */
export type DeviceDateCheck = (page: readonly RequestedDevice[]) => RequestFault[];

/** Takes the devices of a request page by page, in their order. Many devices have few dates: each is judged once. */
export function createDeviceDateCheck(
  provider: Pick<OrderableProvider, 'integration' | 'billing'>,
  changeType: ChangeType,
  now: Date,
): DeviceDateCheck {
  if (changeType !== 'carrierrateplanchange') return () => [];
  const judged = new Map<number, readonly RequestFault[]>();
  let passed = 0;
  return (page) => {
    const first = passed;
    passed += page.length;
    return page.flatMap(({ effectiveAt, sourceRow }, index) => {
      if (effectiveAt === undefined) return [];
      const faults = judged.get(effectiveAt.getTime()) ?? planDateFaults(provider, effectiveAt, now);
      judged.set(effectiveAt.getTime(), faults);
      const place =
        sourceRow === undefined ? `/devices/${String(first + index)}` : `/rows/${String(sourceRow)}`;
      return faults.map((fault) => ({ ...fault, pointer: `${place}/effectiveDate` }));
    });
  };
}

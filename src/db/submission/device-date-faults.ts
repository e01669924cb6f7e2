import type { ChangeRequest, RequestFault } from '../../domain/change-request.ts';
import type { OrderableProvider } from './orderable-provider.ts';
import { planDateFaults } from './plan-date-faults.ts';

/** Dates of single devices that the carrier does not take, each where it stands. */
export function deviceDateFaults(
  provider: Pick<OrderableProvider, 'integration' | 'billing'>,
  { change, devices }: Pick<ChangeRequest, 'change' | 'devices'>,
  now: Date,
): RequestFault[] {
  if (change.changeType !== 'carrierrateplanchange') return [];
  // Many devices have few dates.
  const judged = new Map<number, readonly RequestFault[]>();
  return devices.flatMap(({ effectiveAt }, index) => {
    if (effectiveAt === undefined) return [];
    const faults = judged.get(effectiveAt.getTime()) ?? planDateFaults(provider, effectiveAt, now);
    judged.set(effectiveAt.getTime(), faults);
    return faults.map((fault) => ({ ...fault, pointer: `/devices/${String(index)}/effectiveDate` }));
  });
}

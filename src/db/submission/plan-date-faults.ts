import type { RequestFault } from '../../domain/change-request.ts';
import { billingPeriodEnd } from './billing-period.ts';
import type { OrderableProvider } from './orderable-provider.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Telegence takes a plan change for less than this many days ahead, and within the billing period only. */
const TELEGENCE_DAYS_AHEAD = 30;

/** What is wrong with the date of a carrier rate plan change. A date in the past means now, which every carrier takes. */
export function planDateFaults(
  { integration, billing }: Pick<OrderableProvider, 'integration' | 'billing'>,
  effectiveAt: Date | undefined,
  now: Date,
): RequestFault[] {
  if (integration !== 'TELEGENCE' || effectiveAt === undefined) return [];
  const periodEnd = billingPeriodEnd(billing, now);
  const limit = Math.min(periodEnd.getTime(), now.getTime() + TELEGENCE_DAYS_AHEAD * DAY_MS);
  if (effectiveAt.getTime() < limit) return [];
  const last = new Date(limit - 1).toISOString();
  const detail = `This carrier changes a plan within the current billing period and less than ${String(TELEGENCE_DAYS_AHEAD)} days ahead: the last possible instant is ${last}.`;
  return [{ pointer: '/carrierRatePlanUpdate/effectiveDate', code: 'effective_date.out_of_period', detail }];
}

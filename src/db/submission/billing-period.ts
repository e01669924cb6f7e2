import { DateTime } from 'luxon';

/** When the billing periods of a service provider end: on a day of every month at an hour of its time zone. */
export interface BillingCalendar {
  /** 1 to 28, so that every month has it. */
  readonly endDay: number;
  /** 0 to 23. */
  readonly endHour: number;
  /** IANA. */
  readonly timeZone: string;
}

/**
 * The end of the billing period that an instant lies in. It is the first instant of the next period and belongs to that
 * one. A local time that a change to summer time skips counts as the instant an hour later.
 */
export function billingPeriodEnd({ endDay, endHour, timeZone }: BillingCalendar, at: Date): Date {
  const local = DateTime.fromJSDate(at, { zone: timeZone });
  const endIn = (month: DateTime) =>
    month.set({ day: endDay, hour: endHour, minute: 0, second: 0, millisecond: 0 }).toJSDate();
  const thisMonth = endIn(local);
  // From the first of the month: a month later than the 31st might be no date.
  return thisMonth > at ? thisMonth : endIn(local.startOf('month').plus({ months: 1 }));
}

const DAY_SECONDS = 86_400;
/** The last day of the year 9999. */
const LAST_SERIAL = 2_958_465;

/**
 * The local date of a spreadsheet's day number as ISO text, with the time where it has one; undefined for a number that is no day,
 * such as a mere time. Days before March 1900 are a day off in the 1900 system, as they are in spreadsheets.
 */
export function dateText(serial: number, from1904: boolean): string | undefined {
  if (!(serial >= 1 && serial <= LAST_SERIAL)) return undefined;
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const text = new Date(start + Math.round(serial * DAY_SECONDS) * 1_000).toISOString();
  return text.slice(11, 19) === '00:00:00' ? text.slice(0, 10) : text.slice(0, 19);
}

import { DateTime, IANAZone } from 'luxon';
import type { RequestedDate } from '../../../domain/change-request.ts';

export type DateReading =
  | { readonly ok: true; readonly date: RequestedDate | undefined }
  | { readonly ok: false; readonly code: string; readonly detail: string };

const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/i;
const LOCAL = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?)?$/;

/**
 * Reads an effective date: an instant with its offset, or a local date (its midnight) or date-time in `timeZone`. A local
 * time that a change to summer time skips counts as the instant an hour later, and one that the change back doubles as the
 * first of the two. Absent and empty are "now".
 */
export function readEffectiveDate(
  text: string | null | undefined,
  timeZone: string | undefined,
): DateReading {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return { ok: true, date: undefined };
  if (timeZone !== undefined && !IANAZone.isValidZone(timeZone)) {
    return { ok: false, code: 'time_zone.unknown', detail: `"${timeZone}" is no IANA time zone.` };
  }
  const isInstant = INSTANT.test(trimmed);
  if (!isInstant && !LOCAL.test(trimmed)) return malformed(trimmed);
  const zone = timeZone ?? 'UTC';
  const read = DateTime.fromISO(trimmed.replace(' ', 'T').toUpperCase(), { zone });
  if (!read.isValid) return malformed(trimmed);
  // Of a doubled local time the library picks either, depending on the season it is asked in.
  const [first = read] = isInstant ? [] : read.getPossibleOffsets();
  return { ok: true, date: { at: first.toJSDate(), ...(timeZone === undefined ? {} : { timeZone }) } };
}

/** True when the text means nothing without a time zone. */
export function isLocalDate(text: string | null | undefined): boolean {
  return LOCAL.test(text?.trim() ?? '');
}

function malformed(text: string): DateReading {
  return {
    ok: false,
    code: 'effective_date.malformed',
    detail: `"${text}" is no date. Write 2026-12-01, 2026-12-01T08:30 or an instant such as 2026-12-01T08:30:00Z.`,
  };
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** An instant in the zone of this machine, to the second: 2026-12-01 09:30:00; a dash for none. */
export function timeText(instant: string | null | undefined): string {
  if (instant == null) return '-';
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(twoDigits).join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':')}`;
}

/** 45 s, 3 min 20 s, 2 h 5 min. */
export function durationText(milliseconds: number): string {
  const rest = Math.max(Math.round(milliseconds / SECOND) * SECOND, 0);
  if (rest < MINUTE) return `${String(rest / SECOND)} s`;
  if (rest < HOUR) return `${whole(rest, MINUTE)} min ${whole(rest % MINUTE, SECOND)} s`;
  return `${whole(rest, HOUR)} h ${whole(rest % HOUR, MINUTE)} min`;
}

function whole(milliseconds: number, unit: number): string {
  return String(Math.floor(milliseconds / unit));
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

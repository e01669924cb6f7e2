const dayMs = 86_400_000;

/** The day of a moment, `yyyy-MM-dd` in UTC. */
export function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** A day as the carrier writes it: `2026-01-05Z`; empty for none. */
export function toTelegenceDate(day: string | null): string {
  return day === null ? '' : `${day}Z`;
}

/** The first moment of a day written as `2026-01-05Z`, in milliseconds, or null when it is not one. */
export function readTelegenceDate(text: string): number | null {
  const day = /^(\d{4}-\d{2}-\d{2})Z$/.exec(text)?.[1];
  if (day === undefined) return null;
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) || dayOf(at) !== day ? null : at;
}

/** Whole days from a day to a moment. */
export function daysSince(day: string, nowMs: number): number {
  return Math.floor((nowMs - Date.parse(`${day}T00:00:00Z`)) / dayMs);
}

/** When the bill cycle that holds a moment started, and when the next one starts, in milliseconds. */
export function billCycleAt(nowMs: number, billCycleDay: number): { start: number; next: number } {
  const now = new Date(nowMs);
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  const thisMonth = Date.UTC(year, month, billCycleDay);
  return nowMs >= thisMonth
    ? { start: thisMonth, next: Date.UTC(year, month + 1, billCycleDay) }
    : { start: Date.UTC(year, month - 1, billCycleDay), next: thisMonth };
}

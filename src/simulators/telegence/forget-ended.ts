import type { Table } from '../frame/table.ts';

const most = 200_000;

/** Removes the oldest ended records of a table that has grown too long. Real lines and SIMs are elsewhere. */
export function forgetEnded<T extends { id: string }>(
  table: Table<T>,
  isEnded: (record: T) => boolean,
): void {
  for (const record of table.values()) {
    if (table.size <= most) return;
    if (isEnded(record)) table.remove(record.id);
  }
}

import { z } from 'zod';
import type { CarrierRecords } from './carrier.ts';

const pageSchema = z.object({
  limit: z.coerce.number().int().min(1).max(10_000).default(100),
  cursor: z.coerce.number().int().nonnegative().default(0),
});

const recordsSchema = z.array(z.unknown()).max(1_000_000);

/** One page of carrier-side records; `nextCursor` is null on the last one. */
export function listDevices(
  records: CarrierRecords,
  query: URLSearchParams,
): { devices: unknown[]; nextCursor: string | null } {
  const { limit, cursor } = pageSchema.parse(Object.fromEntries(query));
  const devices: unknown[] = [];
  let at = 0;
  for (const record of records.all()) {
    at += 1;
    if (at <= cursor) continue;
    if (devices.length === limit) return { devices, nextCursor: String(cursor + limit) };
    devices.push(record);
  }
  return { devices, nextCursor: null };
}

/** Adds records (an array, or one alone) and answers how many; those before a wrong one stay added. */
export function addDevices(records: CarrierRecords, body: unknown): number {
  if (body === undefined) throw new Error('Send the records as a JSON array.');
  const list = recordsSchema.parse(Array.isArray(body) ? body : [body]);
  list.forEach((record, at) => addAt(records, record, at));
  return list.length;
}

function addAt(records: CarrierRecords, record: unknown, at: number): void {
  try {
    records.add(record);
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(`Record ${at + 1} was not added, nor any after it: ${reason}`, { cause: error });
  }
}

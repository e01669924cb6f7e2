import type { BulkChangeRow } from '../../db/bulk-changes.ts';

const MEDIA_TYPES = {
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson; charset=utf-8',
} as const;

/** The headers of a file: its name says what it is about once it lies in a folder of downloads. */
export function exportHeaders(
  { changeType, createdAt, id }: Pick<BulkChangeRow, 'changeType' | 'createdAt' | 'id'>,
  content: 'results' | 'errors',
  format: keyof typeof MEDIA_TYPES,
) {
  const date = createdAt.toISOString().slice(0, 10);
  return {
    'content-type': MEDIA_TYPES[format],
    'content-disposition': `attachment; filename="${changeType}-${date}-${id}-${content}.${format}"`,
    'cache-control': 'no-store',
  };
}

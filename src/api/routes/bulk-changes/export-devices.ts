import type { FastifyReply, FastifyRequest } from 'fastify';
import { readBulkChange, type BulkChangeRow } from '../../../db/bulk-changes.ts';
import { readResultPages, type ResultFilter, type ResultRow } from '../../../db/result-rows.ts';
import type { ApiDeps } from '../../api-app.ts';
import { exportHeaders } from '../../exports/export-file.ts';
import { streamTexts } from '../../exports/export-stream.ts';
import { principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';

export interface DeviceExport {
  readonly bulkChangeId: string;
  readonly filter: ResultFilter;
  readonly content: 'results' | 'errors';
  readonly format: 'csv' | 'ndjson';
  readonly textsOf: (
    pages: AsyncIterable<readonly ResultRow[]>,
    change: BulkChangeRow,
  ) => AsyncGenerator<string, undefined>;
}

/** Answers with a file of devices of a change, streamed. @throws Problem resource.not_found */
export async function exportDevices(
  { database }: Pick<ApiDeps, 'database'>,
  request: FastifyRequest,
  reply: FastifyReply,
  { bulkChangeId, filter, content, format, textsOf }: DeviceExport,
): Promise<FastifyReply> {
  const { tenantId } = principalOf(request);
  const change = await readBulkChange(database, tenantId, bulkChangeId);
  if (change === null) throw notFound();
  const pages = readResultPages(database, tenantId, change.id, filter);
  const stream = await streamTexts(textsOf(pages, change));
  return reply.headers(exportHeaders(change, content, format)).send(stream);
}

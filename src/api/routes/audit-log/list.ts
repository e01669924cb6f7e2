import { z } from 'zod';
import { listAuditEntries, type AuditRow } from '../../../db/audit-log.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idSchema, instantSchema } from '../../contracts/atoms.ts';
import { pageAnswer, pageQuery } from '../../contracts/paging.ts';
import { readPageQuery, toPageAnswer } from '../../cursor.ts';
import { principalOf } from '../../principal.ts';
import { objectOrNull } from '../../stored-value.ts';

const auditEntrySchema = z
  .object({
    id: idSchema,
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    subjectId: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()),
    requestId: z.string().nullable(),
    createdAt: instantSchema,
  })
  .meta({ id: 'AuditEntry' });

const auditListSchema = pageAnswer('AuditEntryList', auditEntrySchema);

const auditQuery = z.strictObject({
  ...pageQuery,
  subject: z.string().max(100).optional(),
  subjectId: z.string().max(100).optional(),
  actor: z.string().max(200).optional(),
});

export function registerListAuditLog(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/audit-log',
    config: { permission: 'audit:read' },
    schema: {
      operationId: 'listAuditLog',
      summary: 'Who did what, newest first',
      tags: ['Access'],
      querystring: auditQuery,
      response: { 200: auditListSchema },
    },
    handler: async (request) => {
      const { limit, cursor, ...filter } = request.query;
      const page = readPageQuery({ limit, cursor }, 'id');
      return toPageAnswer(
        await listAuditEntries(database, principalOf(request).tenantId, filter, page),
        toAnswer,
      );
    },
  });
}

function toAnswer({ tenantId: _tenantId, detail, createdAt, ...row }: AuditRow) {
  return { ...row, detail: objectOrNull(detail) ?? {}, createdAt: createdAt.toISOString() };
}

import { z } from 'zod';
import { readTenant } from '../../../db/tenants.ts';
import { PERMISSIONS, ROLES, roleMay } from '../../../domain/permission.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idSchema } from '../../contracts/atoms.ts';
import { principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';

const sessionSchema = z
  .object({
    tenant: z.object({ id: idSchema, name: z.string() }),
    actor: z.string().describe('What the audit log calls you.'),
    role: z.enum(ROLES),
    permissions: z.array(z.enum(PERMISSIONS)),
    source: z.literal('api-token'),
    tokenId: idSchema,
  })
  .meta({ id: 'Session' });

export function registerReadSession(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/session',
    // Every role may read changes, so this is open to whoever has a credential at all.
    config: { permission: 'bulk-change:read' },
    schema: {
      operationId: 'readSession',
      summary: 'Who am I',
      tags: ['Access'],
      response: { 200: sessionSchema },
    },
    handler: async (request) => {
      const { tenantId, actor, role, source, tokenId } = principalOf(request);
      const tenant = await readTenant(database, tenantId);
      if (tenant === null) throw notFound();
      const permissions = PERMISSIONS.filter((permission) => roleMay(role, permission));
      return { tenant, actor, role, permissions, source, tokenId };
    },
  });
}

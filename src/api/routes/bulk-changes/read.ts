import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { bulkChangeSchema } from '../../contracts/bulk-change.ts';
import { principalOf } from '../../principal.ts';
import { answerBulkChange } from './bulk-change-answer.ts';

export function registerReadBulkChange(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/bulk-changes/:id',
    config: { permission: 'bulk-change:read' },
    schema: {
      operationId: 'readBulkChange',
      summary: 'Read a bulk change with its counts and progress',
      tags: ['Bulk changes'],
      params: idParams,
      response: { 200: bulkChangeSchema },
    },
    handler: (request) => answerBulkChange(deps, principalOf(request).tenantId, request.params.id),
  });
}

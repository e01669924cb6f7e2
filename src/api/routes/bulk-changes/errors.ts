import { readBulkChange } from '../../../db/bulk-changes.ts';
import { listErrorCauses } from '../../../db/error-causes.ts';
import { ERROR_CLASSES } from '../../../domain/error-class.ts';
import { suggestedActionFor } from '../../../domain/error-code.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { errorCauseListSchema } from '../../contracts/device-change.ts';
import { principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';
import { knownValue } from '../../stored-value.ts';

export function registerListErrorCauses(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/bulk-changes/:id/errors',
    config: { permission: 'bulk-change:read' },
    schema: {
      operationId: 'listErrorCauses',
      summary: 'Why devices failed, the most frequent cause first',
      tags: ['Bulk changes'],
      params: idParams,
      response: { 200: errorCauseListSchema },
    },
    handler: async (request) => {
      const { tenantId } = principalOf(request);
      const change = await readBulkChange(database, tenantId, request.params.id);
      if (change === null) throw notFound();
      const causes = await listErrorCauses(database, tenantId, change.id);
      return {
        items: causes.map((cause) => ({
          ...cause,
          errorClass: cause.errorClass === null ? null : knownValue(ERROR_CLASSES, cause.errorClass),
          suggestedAction: suggestedActionFor(cause.errorCode ?? ''),
        })),
        nextCursor: null,
      };
    },
  });
}

import { readApprovalPolicy } from '../../../db/approval-policy.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { approvalPolicySchema } from '../../contracts/approval-policy.ts';
import { principalOf } from '../../principal.ts';

export function registerReadApprovalPolicy(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/approval-policy',
    config: { permission: 'bulk-change:read' },
    schema: {
      operationId: 'readApprovalPolicy',
      summary: 'Read whether every change needs a second person',
      tags: ['Approval policy'],
      response: { 200: approvalPolicySchema },
    },
    handler: (request) => readApprovalPolicy(database, principalOf(request).tenantId),
  });
}

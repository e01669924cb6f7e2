import { putApprovalPolicy } from '../../../db/approval-policy.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { approvalPolicySchema } from '../../contracts/approval-policy.ts';
import { authorOf } from '../../principal.ts';

export function registerPutApprovalPolicy(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'PUT',
    url: '/v1/approval-policy',
    // Administrators alone have it: an operator could otherwise lift the policy and go without a second person.
    config: { permission: 'provider:write' },
    schema: {
      operationId: 'putApprovalPolicy',
      summary: 'Demand a second person for every change, or no longer',
      description: 'Holds for changes that are submitted from now on; those that await approval still do.',
      tags: ['Approval policy'],
      body: approvalPolicySchema,
      response: { 200: approvalPolicySchema },
    },
    handler: (request) => putApprovalPolicy(database, authorOf(request), request.body),
  });
}

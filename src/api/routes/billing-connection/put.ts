import { putBillingConnection } from '../../../db/billing-connections.ts';
import { parseBillingCredentials } from '../../../platform/billing-credentials.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { billingConnectionSchema, putBillingConnectionSchema } from '../../contracts/billing-connection.ts';
import { authorOf } from '../../principal.ts';
import { invalidRequest } from '../../problem.ts';
import { sealCredentials } from '../../seal-credentials.ts';
import { toBillingConnectionAnswer } from './billing-connection-answer.ts';

export function registerPutBillingConnection(app: ApiApp, deps: ApiDeps): void {
  app.route({
    method: 'PUT',
    url: '/v1/billing-connection',
    config: { permission: 'provider:write' },
    schema: {
      operationId: 'putBillingConnection',
      summary: 'Set up or change the connection to the billing system (Rev.io)',
      tags: ['Billing connection'],
      body: putBillingConnectionSchema,
      response: { 200: billingConnectionSchema },
    },
    handler: async (request) => {
      const { credentials, ...values } = request.body;
      const author = authorOf(request);
      refuseUnusable(credentials);
      const sealed =
        credentials === undefined ? undefined : sealCredentials(deps, author.tenantId, credentials);
      return toBillingConnectionAnswer(
        await putBillingConnection(deps.database, author, { ...values, sealed }),
      );
    },
  });
}

function refuseUnusable(credentials: unknown): void {
  if (credentials === undefined) return;
  const parsed = parseBillingCredentials(credentials);
  if (parsed.ok) return;
  throw invalidRequest(
    parsed.faults.map(({ pointer, detail }) => ({
      pointer: `/credentials${pointer}`,
      code: 'credentials.invalid',
      detail,
    })),
  );
}

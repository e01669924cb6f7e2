import { readBillingConnection } from '../../../db/billing-connections.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { billingConnectionSchema } from '../../contracts/billing-connection.ts';
import { principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';
import { toBillingConnectionAnswer } from './billing-connection-answer.ts';

export function registerReadBillingConnection(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/billing-connection',
    config: { permission: 'provider:read' },
    schema: {
      operationId: 'readBillingConnection',
      summary: 'Read the connection to the billing system (Rev.io)',
      tags: ['Billing connection'],
      response: { 200: billingConnectionSchema },
    },
    handler: async (request) => {
      const row = await readBillingConnection(database, principalOf(request).tenantId);
      if (row === null) throw notFound();
      return toBillingConnectionAnswer(row);
    },
  });
}

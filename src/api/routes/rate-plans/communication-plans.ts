import {
  createCommunicationPlan,
  listCommunicationPlans,
  readCommunicationPlan,
  updateCommunicationPlan,
  type CommunicationPlanRow,
} from '../../../db/communication-plans.ts';
import { readServiceProvider } from '../../../db/service-providers.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import {
  communicationPlanListQuery,
  communicationPlanListSchema,
  communicationPlanSchema,
  createCommunicationPlanSchema,
  updateCommunicationPlanSchema,
} from '../../contracts/communication-plan.ts';
import { readPageQuery, toPageAnswer } from '../../cursor.ts';
import { definedFields } from '../../defined-fields.ts';
import { authorOf, principalOf } from '../../principal.ts';
import { notFound, unknownServiceProvider } from '../../problem.ts';
import { retirement } from '../../retirement.ts';
import { orNull } from '../../stored-value.ts';

const tags = ['Rate plans'];

export function registerCommunicationPlans(app: ApiApp, deps: ApiDeps): void {
  registerReading(app, deps);
  registerWriting(app, deps);
}

function registerReading(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/communication-plans',
    config: { permission: 'reference:read' },
    schema: {
      operationId: 'listCommunicationPlans',
      summary: 'List communication plans',
      tags,
      querystring: communicationPlanListQuery,
      response: { 200: communicationPlanListSchema },
    },
    handler: async (request) => {
      const { limit, cursor, ...filter } = request.query;
      const page = readPageQuery({ limit, cursor }, 'id');
      return toPageAnswer(
        await listCommunicationPlans(database, principalOf(request).tenantId, filter, page),
        toAnswer,
      );
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/communication-plans/:id',
    config: { permission: 'reference:read' },
    schema: {
      operationId: 'readCommunicationPlan',
      summary: 'Read a communication plan',
      tags,
      params: idParams,
      response: { 200: communicationPlanSchema },
    },
    handler: async (request) => {
      const row = await readCommunicationPlan(database, principalOf(request).tenantId, request.params.id);
      if (row === null) throw notFound();
      return toAnswer(row);
    },
  });
}

function registerWriting(app: ApiApp, { database, clock }: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/communication-plans',
    config: { permission: 'reference:write' },
    schema: {
      operationId: 'createCommunicationPlan',
      summary: 'Create a communication plan',
      tags,
      body: createCommunicationPlanSchema,
      response: { 201: communicationPlanSchema },
    },
    handler: async (request, reply) => {
      const author = authorOf(request);
      const provider = await readServiceProvider(database, author.tenantId, request.body.serviceProviderId);
      if (provider === null) throw unknownServiceProvider();
      const row = await createCommunicationPlan(database, author, request.body);
      void reply.code(201).header('location', `/v1/communication-plans/${row.id}`);
      return toAnswer(row);
    },
  });
  app.route({
    method: 'PATCH',
    url: '/v1/communication-plans/:id',
    config: { permission: 'reference:write' },
    schema: {
      operationId: 'updateCommunicationPlan',
      summary: 'Change or retire a communication plan',
      tags,
      params: idParams,
      body: updateCommunicationPlanSchema,
      response: { 200: communicationPlanSchema },
    },
    handler: async (request) => {
      const { retired, ...values } = request.body;
      const patch = { ...definedFields(values), ...retirement(retired, clock) };
      const row = await updateCommunicationPlan(database, authorOf(request), request.params.id, patch);
      if (row === null) throw notFound();
      return toAnswer(row);
    },
  });
}

function toAnswer({ tenantId: _tenantId, ...row }: CommunicationPlanRow) {
  return {
    ...row,
    retiredAt: orNull(row.retiredAt),
    createdAt: row.createdAt.toISOString(),
  };
}

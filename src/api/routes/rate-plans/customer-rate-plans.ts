import {
  createCustomerRatePlan,
  listCustomerRatePlans,
  readCustomerRatePlan,
  updateCustomerRatePlan,
  type CustomerRatePlanRow,
} from '../../../db/customer-rate-plans.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import {
  customerRatePlanListQuery,
  customerRatePlanListSchema,
  customerRatePlanSchema,
  createCustomerRatePlanSchema,
  updateCustomerRatePlanSchema,
} from '../../contracts/customer-rate-plan.ts';
import { readPageQuery, toPageAnswer } from '../../cursor.ts';
import { definedFields } from '../../defined-fields.ts';
import { authorOf, principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';
import { retirement } from '../../retirement.ts';
import { orNull } from '../../stored-value.ts';

const tags = ['Rate plans'];

export function registerCustomerRatePlans(app: ApiApp, deps: ApiDeps): void {
  registerReading(app, deps);
  registerWriting(app, deps);
}

function registerReading(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/customer-rate-plans',
    config: { permission: 'reference:read' },
    schema: {
      operationId: 'listCustomerRatePlans',
      summary: 'List customer rate plans',
      tags,
      querystring: customerRatePlanListQuery,
      response: { 200: customerRatePlanListSchema },
    },
    handler: async (request) => {
      const { limit, cursor, ...filter } = request.query;
      const page = readPageQuery({ limit, cursor }, 'id');
      return toPageAnswer(
        await listCustomerRatePlans(database, principalOf(request).tenantId, filter, page),
        toAnswer,
      );
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/customer-rate-plans/:id',
    config: { permission: 'reference:read' },
    schema: {
      operationId: 'readCustomerRatePlan',
      summary: 'Read a customer rate plan',
      tags,
      params: idParams,
      response: { 200: customerRatePlanSchema },
    },
    handler: async (request) => {
      const row = await readCustomerRatePlan(database, principalOf(request).tenantId, request.params.id);
      if (row === null) throw notFound();
      return toAnswer(row);
    },
  });
}

function registerWriting(app: ApiApp, { database, clock }: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/customer-rate-plans',
    config: { permission: 'reference:write' },
    schema: {
      operationId: 'createCustomerRatePlan',
      summary: 'Create a customer rate plan',
      tags,
      body: createCustomerRatePlanSchema,
      response: { 201: customerRatePlanSchema },
    },
    handler: async (request, reply) => {
      const row = await createCustomerRatePlan(database, authorOf(request), request.body);
      void reply.code(201).header('location', `/v1/customer-rate-plans/${row.id}`);
      return toAnswer(row);
    },
  });
  app.route({
    method: 'PATCH',
    url: '/v1/customer-rate-plans/:id',
    config: { permission: 'reference:write' },
    schema: {
      operationId: 'updateCustomerRatePlan',
      summary: 'Change or retire a customer rate plan',
      tags,
      params: idParams,
      body: updateCustomerRatePlanSchema,
      response: { 200: customerRatePlanSchema },
    },
    handler: async (request) => {
      const { retired, ...values } = request.body;
      const patch = { ...definedFields(values), ...retirement(retired, clock) };
      const row = await updateCustomerRatePlan(database, authorOf(request), request.params.id, patch);
      if (row === null) throw notFound();
      return toAnswer(row);
    },
  });
}

function toAnswer({ tenantId: _tenantId, ...row }: CustomerRatePlanRow) {
  return {
    ...row,
    includedMb: Number(row.includedMb),
    baseRate: Number(row.baseRate),
    retiredAt: orNull(row.retiredAt),
    createdAt: row.createdAt.toISOString(),
  };
}

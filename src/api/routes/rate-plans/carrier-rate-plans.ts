import {
  createCarrierRatePlan,
  listCarrierRatePlans,
  readCarrierRatePlan,
  updateCarrierRatePlan,
  type CarrierRatePlanRow,
} from '../../../db/carrier-rate-plans.ts';
import { readServiceProvider } from '../../../db/service-providers.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import {
  carrierRatePlanListQuery,
  carrierRatePlanListSchema,
  carrierRatePlanSchema,
  createCarrierRatePlanSchema,
  updateCarrierRatePlanSchema,
} from '../../contracts/carrier-rate-plan.ts';
import { readPageQuery, toPageAnswer } from '../../cursor.ts';
import { definedFields } from '../../defined-fields.ts';
import { authorOf, principalOf } from '../../principal.ts';
import { notFound, unknownServiceProvider } from '../../problem.ts';
import { retirement } from '../../retirement.ts';
import { orNull } from '../../stored-value.ts';

const tags = ['Rate plans'];

export function registerCarrierRatePlans(app: ApiApp, deps: ApiDeps): void {
  registerReading(app, deps);
  registerWriting(app, deps);
}

function registerReading(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/carrier-rate-plans',
    config: { permission: 'reference:read' },
    schema: {
      operationId: 'listCarrierRatePlans',
      summary: 'List carrier rate plans',
      tags,
      querystring: carrierRatePlanListQuery,
      response: { 200: carrierRatePlanListSchema },
    },
    handler: async (request) => {
      const { limit, cursor, ...filter } = request.query;
      const page = readPageQuery({ limit, cursor }, 'id');
      return toPageAnswer(
        await listCarrierRatePlans(database, principalOf(request).tenantId, filter, page),
        toAnswer,
      );
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/carrier-rate-plans/:id',
    config: { permission: 'reference:read' },
    schema: {
      operationId: 'readCarrierRatePlan',
      summary: 'Read a carrier rate plan',
      tags,
      params: idParams,
      response: { 200: carrierRatePlanSchema },
    },
    handler: async (request) => {
      const row = await readCarrierRatePlan(database, principalOf(request).tenantId, request.params.id);
      if (row === null) throw notFound();
      return toAnswer(row);
    },
  });
}

function registerWriting(app: ApiApp, { database, clock }: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/carrier-rate-plans',
    config: { permission: 'reference:write' },
    schema: {
      operationId: 'createCarrierRatePlan',
      summary: 'Create a carrier rate plan',
      tags,
      body: createCarrierRatePlanSchema,
      response: { 201: carrierRatePlanSchema },
    },
    handler: async (request, reply) => {
      const author = authorOf(request);
      const provider = await readServiceProvider(database, author.tenantId, request.body.serviceProviderId);
      if (provider === null) throw unknownServiceProvider();
      const row = await createCarrierRatePlan(database, author, request.body);
      void reply.code(201).header('location', `/v1/carrier-rate-plans/${row.id}`);
      return toAnswer(row);
    },
  });
  app.route({
    method: 'PATCH',
    url: '/v1/carrier-rate-plans/:id',
    config: { permission: 'reference:write' },
    schema: {
      operationId: 'updateCarrierRatePlan',
      summary: 'Change or retire a carrier rate plan',
      tags,
      params: idParams,
      body: updateCarrierRatePlanSchema,
      response: { 200: carrierRatePlanSchema },
    },
    handler: async (request) => {
      const { retired, ...values } = request.body;
      const patch = { ...definedFields(values), ...retirement(retired, clock) };
      const row = await updateCarrierRatePlan(database, authorOf(request), request.params.id, patch);
      if (row === null) throw notFound();
      return toAnswer(row);
    },
  });
}

function toAnswer({ tenantId: _tenantId, ...row }: CarrierRatePlanRow) {
  return {
    ...row,
    includedMb: Number(row.includedMb),
    baseRate: Number(row.baseRate),
    retiredAt: orNull(row.retiredAt),
    createdAt: row.createdAt.toISOString(),
  };
}

import {
  createCustomerRatePool,
  listCustomerRatePools,
  readCustomerRatePool,
  updateCustomerRatePool,
  type CustomerRatePoolRow,
} from '../../../db/customer-rate-pools.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import {
  customerRatePoolListQuery,
  customerRatePoolListSchema,
  customerRatePoolSchema,
  createCustomerRatePoolSchema,
  updateCustomerRatePoolSchema,
} from '../../contracts/customer-rate-pool.ts';
import { readPageQuery, toPageAnswer } from '../../cursor.ts';
import { definedFields } from '../../defined-fields.ts';
import { authorOf, principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';
import { retirement } from '../../retirement.ts';
import { orNull } from '../../stored-value.ts';

const tags = ['Rate plans'];

export function registerCustomerRatePools(app: ApiApp, deps: ApiDeps): void {
  registerReading(app, deps);
  registerWriting(app, deps);
}

function registerReading(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/customer-rate-pools',
    config: { permission: 'reference:read' },
    schema: {
      operationId: 'listCustomerRatePools',
      summary: 'List customer rate pools',
      tags,
      querystring: customerRatePoolListQuery,
      response: { 200: customerRatePoolListSchema },
    },
    handler: async (request) => {
      const { limit, cursor, ...filter } = request.query;
      const page = readPageQuery({ limit, cursor }, 'id');
      return toPageAnswer(
        await listCustomerRatePools(database, principalOf(request).tenantId, filter, page),
        toAnswer,
      );
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/customer-rate-pools/:id',
    config: { permission: 'reference:read' },
    schema: {
      operationId: 'readCustomerRatePool',
      summary: 'Read a customer rate pool',
      tags,
      params: idParams,
      response: { 200: customerRatePoolSchema },
    },
    handler: async (request) => {
      const row = await readCustomerRatePool(database, principalOf(request).tenantId, request.params.id);
      if (row === null) throw notFound();
      return toAnswer(row);
    },
  });
}

function registerWriting(app: ApiApp, { database, clock }: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/customer-rate-pools',
    config: { permission: 'reference:write' },
    schema: {
      operationId: 'createCustomerRatePool',
      summary: 'Create a customer rate pool',
      tags,
      body: createCustomerRatePoolSchema,
      response: { 201: customerRatePoolSchema },
    },
    handler: async (request, reply) => {
      const row = await createCustomerRatePool(database, authorOf(request), request.body);
      void reply.code(201).header('location', `/v1/customer-rate-pools/${row.id}`);
      return toAnswer(row);
    },
  });
  app.route({
    method: 'PATCH',
    url: '/v1/customer-rate-pools/:id',
    config: { permission: 'reference:write' },
    schema: {
      operationId: 'updateCustomerRatePool',
      summary: 'Change or retire a customer rate pool',
      tags,
      params: idParams,
      body: updateCustomerRatePoolSchema,
      response: { 200: customerRatePoolSchema },
    },
    handler: async (request) => {
      const { retired, ...values } = request.body;
      const patch = { ...definedFields(values), ...retirement(retired, clock) };
      const row = await updateCustomerRatePool(database, authorOf(request), request.params.id, patch);
      if (row === null) throw notFound();
      return toAnswer(row);
    },
  });
}

function toAnswer({ tenantId: _tenantId, ...row }: CustomerRatePoolRow) {
  return {
    ...row,
    includedMb: Number(row.includedMb),
    retiredAt: orNull(row.retiredAt),
    createdAt: row.createdAt.toISOString(),
  };
}

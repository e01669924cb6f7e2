import {
  createCustomer,
  listCustomers,
  readCustomer,
  updateCustomer,
  type CustomerRow,
} from '../../../db/customers.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import {
  createCustomerSchema,
  customerListQuery,
  customerListSchema,
  customerSchema,
  updateCustomerSchema,
} from '../../contracts/customer.ts';
import { readPageQuery, toPageAnswer } from '../../cursor.ts';
import { definedFields } from '../../defined-fields.ts';
import { authorOf, principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';

const tags = ['Customers'];

export function registerCustomers(app: ApiApp, deps: ApiDeps): void {
  registerReading(app, deps);
  registerWriting(app, deps);
}

function registerReading(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/customers',
    config: { permission: 'reference:read' },
    schema: {
      operationId: 'listCustomers',
      summary: 'List customers',
      tags,
      querystring: customerListQuery,
      response: { 200: customerListSchema },
    },
    handler: async (request) => {
      const { limit, cursor, ...filter } = request.query;
      const page = readPageQuery({ limit, cursor }, 'id');
      return toPageAnswer(
        await listCustomers(database, principalOf(request).tenantId, filter, page),
        toAnswer,
      );
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/customers/:id',
    config: { permission: 'reference:read' },
    schema: {
      operationId: 'readCustomer',
      summary: 'Read a customer',
      tags,
      params: idParams,
      response: { 200: customerSchema },
    },
    handler: async (request) => {
      const row = await readCustomer(database, principalOf(request).tenantId, request.params.id);
      if (row === null) throw notFound();
      return toAnswer(row);
    },
  });
}

function registerWriting(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/customers',
    config: { permission: 'reference:write' },
    schema: {
      operationId: 'createCustomer',
      summary: 'Create a customer',
      tags,
      body: createCustomerSchema,
      response: { 201: customerSchema },
    },
    handler: async (request, reply) => {
      const row = await createCustomer(database, authorOf(request), request.body);
      void reply.code(201).header('location', `/v1/customers/${row.id}`);
      return toAnswer(row);
    },
  });
  app.route({
    method: 'PATCH',
    url: '/v1/customers/:id',
    config: { permission: 'reference:write' },
    schema: {
      operationId: 'updateCustomer',
      summary: 'Change a customer, or set it inactive',
      tags,
      params: idParams,
      body: updateCustomerSchema,
      response: { 200: customerSchema },
    },
    handler: async (request) => {
      const patch = definedFields(request.body);
      const row = await updateCustomer(database, authorOf(request), request.params.id, patch);
      if (row === null) throw notFound();
      return toAnswer(row);
    },
  });
}

function toAnswer({ tenantId: _tenantId, createdAt, ...row }: CustomerRow) {
  return { ...row, createdAt: createdAt.toISOString() };
}

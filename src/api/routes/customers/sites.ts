import { readCustomer } from '../../../db/customers.ts';
import { createSite, listSites, readSite, updateSite, type SiteRow } from '../../../db/sites.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import {
  createSiteSchema,
  siteListSchema,
  siteParams,
  siteSchema,
  updateSiteSchema,
} from '../../contracts/customer.ts';
import { pageOnlyQuery } from '../../contracts/paging.ts';
import { readPageQuery, toPageAnswer } from '../../cursor.ts';
import { definedFields } from '../../defined-fields.ts';
import { authorOf, principalOf } from '../../principal.ts';
import { notFound } from '../../problem.ts';

const tags = ['Customers'];

export function registerSites(app: ApiApp, deps: ApiDeps): void {
  registerReading(app, deps);
  registerWriting(app, deps);
}

function registerReading(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/customers/:id/sites',
    config: { permission: 'reference:read' },
    schema: {
      operationId: 'listSites',
      summary: 'List the sites of a customer',
      tags,
      params: idParams,
      querystring: pageOnlyQuery,
      response: { 200: siteListSchema },
    },
    handler: async (request) => {
      const { tenantId } = principalOf(request);
      const page = readPageQuery(request.query, 'id');
      const customer = await readCustomer(database, tenantId, request.params.id);
      if (customer === null) throw notFound();
      return toPageAnswer(await listSites(database, tenantId, customer.id, page), toAnswer);
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/customers/:id/sites/:siteId',
    config: { permission: 'reference:read' },
    schema: {
      operationId: 'readSite',
      summary: 'Read a site',
      tags,
      params: siteParams,
      response: { 200: siteSchema },
    },
    handler: async (request) => {
      const { id, siteId } = request.params;
      const row = await readSite(database, principalOf(request).tenantId, { customerId: id, id: siteId });
      if (row === null) throw notFound();
      return toAnswer(row);
    },
  });
}

function registerWriting(app: ApiApp, { database }: ApiDeps): void {
  app.route({
    method: 'POST',
    url: '/v1/customers/:id/sites',
    config: { permission: 'reference:write' },
    schema: {
      operationId: 'createSite',
      summary: 'Create a site of a customer',
      tags,
      params: idParams,
      body: createSiteSchema,
      response: { 201: siteSchema },
    },
    handler: async (request, reply) => {
      const author = authorOf(request);
      const customer = await readCustomer(database, author.tenantId, request.params.id);
      if (customer === null) throw notFound();
      const row = await createSite(database, author, customer.id, request.body);
      void reply.code(201).header('location', `/v1/customers/${customer.id}/sites/${row.id}`);
      return toAnswer(row);
    },
  });
  app.route({
    method: 'PATCH',
    url: '/v1/customers/:id/sites/:siteId',
    config: { permission: 'reference:write' },
    schema: {
      operationId: 'updateSite',
      summary: 'Change a site, or set it inactive',
      tags,
      params: siteParams,
      body: updateSiteSchema,
      response: { 200: siteSchema },
    },
    handler: async (request) => {
      const { id, siteId } = request.params;
      const key = { customerId: id, id: siteId };
      const row = await updateSite(database, authorOf(request), key, definedFields(request.body));
      if (row === null) throw notFound();
      return toAnswer(row);
    },
  });
}

function toAnswer({ tenantId: _tenantId, createdAt, ...row }: SiteRow) {
  return { ...row, createdAt: createdAt.toISOString() };
}

import { z } from 'zod';
import { flagQuery, idSchema, instantSchema, nameSchema } from './atoms.ts';
import { pageAnswer, pageQuery } from './paging.ts';

const revCustomerId = z.string().trim().min(1).max(200).nullable();
const accountNumber = z.string().trim().min(1).max(100).nullable();

export const customerSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    revCustomerId: z.string().nullable().describe('Null: a customer without a billing system.'),
    accountNumber: z.string().nullable(),
    active: z.boolean(),
    createdAt: instantSchema,
  })
  .meta({ id: 'Customer' });

export const customerListSchema = pageAnswer('CustomerList', customerSchema);

export const customerListQuery = z.strictObject({
  ...pageQuery,
  active: flagQuery.optional(),
  q: z.string().trim().max(100).optional().describe('A part of the name, or exactly the Rev customer id.'),
});

export const createCustomerSchema = z
  .strictObject({
    name: nameSchema,
    revCustomerId: revCustomerId.default(null).describe('Compared as exact text.'),
    accountNumber: accountNumber.default(null),
    active: z.boolean().default(true),
  })
  .meta({ id: 'CreateCustomer', examples: [{ name: 'Example Logistics', revCustomerId: 'REV-1001' }] });

export const updateCustomerSchema = z
  .strictObject({ name: nameSchema, revCustomerId, accountNumber, active: z.boolean() })
  .partial()
  .meta({ id: 'UpdateCustomer', examples: [{ active: false }] });

export const siteSchema = z
  .object({
    id: idSchema,
    customerId: idSchema,
    name: z.string(),
    active: z.boolean(),
    createdAt: instantSchema,
  })
  .meta({ id: 'Site' });

export const siteListSchema = pageAnswer('SiteList', siteSchema);

export const siteParams = z.object({ id: idSchema, siteId: idSchema });

export const createSiteSchema = z
  .strictObject({ name: nameSchema, active: z.boolean().default(true) })
  .meta({ id: 'CreateSite', examples: [{ name: 'Main depot' }] });

export const updateSiteSchema = z
  .strictObject({ name: nameSchema, active: z.boolean() })
  .partial()
  .meta({ id: 'UpdateSite' });

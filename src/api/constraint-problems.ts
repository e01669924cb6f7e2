import { Problem } from './problem.ts';

interface Taken {
  readonly pointer: string;
  readonly detail: string;
}

/** What a violated unique constraint means to the caller. The names are those of prisma/schema.prisma. */
const TAKEN: Readonly<Record<string, Taken>> = {
  service_providers_tenant_name_key: {
    pointer: '/name',
    detail: 'You have a service provider with this name already.',
  },
  carrier_rate_plans_provider_code_key: {
    pointer: '/code',
    detail: 'The service provider has a carrier rate plan with this code already.',
  },
  communication_plans_provider_name_key: {
    pointer: '/name',
    detail: 'The service provider has a communication plan with this name already.',
  },
  customer_rate_plans_tenant_code_key: {
    pointer: '/code',
    detail: 'You have a customer rate plan with this code already.',
  },
  customer_rate_pools_tenant_name_key: {
    pointer: '/name',
    detail: 'You have a customer rate pool with this name already.',
  },
  customers_tenant_rev_customer_key: {
    pointer: '/revCustomerId',
    detail: 'You have a customer with this Rev customer id already.',
  },
  customers_tenant_name_key: { pointer: '/name', detail: 'You have a customer with this name already.' },
  sites_customer_name_key: { pointer: '/name', detail: 'The customer has a site with this name already.' },
};

/** The problem for a constraint that a write violated; undefined when that is a fault of ours. */
export function problemOfConstraint(constraint: string): Problem | undefined {
  const taken = TAKEN[constraint];
  if (taken === undefined) return undefined;
  return new Problem('resource.already_exists', taken.detail, {
    errors: [{ pointer: taken.pointer, code: 'value.taken', detail: taken.detail }],
  });
}

import { usageFailure } from '../command-failure.ts';
import type { Api } from '../http/api.ts';
import { isId } from '../is-id.ts';
import type { BlockOption } from './block-options.ts';
import { findByName } from './find-by-name.ts';

/** Clears what a device has. */
const NONE = 'none';

/**
 * What an option means in a request: names are looked up, numbers read, `none` is null where a thing can be cleared.
 * `before` holds the fields that are known so far.
 * @throws CommandFailure notFound, usage
 */
export async function blockValue(
  api: Api,
  name: BlockOption,
  text: string,
  before: Readonly<Record<string, unknown>>,
): Promise<string | number | null> {
  switch (name) {
    case 'customerRatePlan':
      if (text === NONE) return null;
      return idOf(api, 'customer rate plan', '/v1/customer-rate-plans', text);
    case 'pool':
      if (text === NONE) return null;
      return idOf(api, 'pool', '/v1/customer-rate-pools', text);
    case 'customer':
      return idOf(api, 'customer', '/v1/customers', text);
    case 'site':
      return siteId(api, text, before['customerId']);
    case 'allocationMb':
      return text === NONE ? null : megabytes(text);
    case 'targetStatus':
    case 'reasonCode':
    case 'revCustomer':
    case 'commPlan':
    case 'carrierRatePlan':
    case 'effectiveDate':
      return text;
  }
}

async function idOf(api: Api, kind: string, path: string, nameOrId: string): Promise<string> {
  const { id } = await findByName(api, { kind, path, query: { q: nameOrId } }, nameOrId);
  return id;
}

async function siteId(api: Api, nameOrId: string, customerId: unknown): Promise<string> {
  if (isId(nameOrId)) return nameOrId;
  if (typeof customerId !== 'string') {
    throw usageFailure(
      'A site is found by its name within a customer.',
      'Add --customer, or name the site by its id.',
    );
  }
  const things = { kind: 'site', path: `/v1/customers/${customerId}/sites`, query: {} };
  const { id } = await findByName(api, things, nameOrId);
  return id;
}

function megabytes(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || Number.isNaN(number)) {
    throw usageFailure(`--allocation-mb "${text}" is no number.`, `Give megabytes, or ${NONE}.`);
  }
  return number;
}

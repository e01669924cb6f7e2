import type { z } from 'zod';
import type { serviceProviderSchema } from '../../api/contracts/service-provider.ts';
import type { Api } from '../http/api.ts';
import { findByName } from './find-by-name.ts';

export type ServiceProvider = z.output<typeof serviceProviderSchema>;

/** The service provider with this name, in any letter case, or this id. @throws CommandFailure notFound, usage */
export async function findProvider(api: Api, nameOrId: string): Promise<{ readonly id: string }> {
  return findByName(api, { kind: 'service provider', path: '/v1/service-providers', query: {} }, nameOrId);
}

import { fastify, type FastifyContextConfig } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { ApiApp, ApiDeps } from '../../src/api/api-app.ts';
import { registerRoutes } from '../../src/api/routes/index.ts';

export interface ListedRoute {
  /** `GET /v1/devices/:id` */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly config: FastifyContextConfig;
}

/** Every route of the API as it is declared, so that a test of all of them needs no list of its own. */
export async function listRoutes(deps: ApiDeps): Promise<readonly ListedRoute[]> {
  const app: ApiApp = fastify({ exposeHeadRoutes: false }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const routes: ListedRoute[] = [];
  app.addHook('onRoute', ({ method, url, config = {} }) => {
    routes.push({ name: `${String(method)} ${url}`, method: method as ListedRoute['method'], url, config });
  });
  app.decorateRequest('bodySha256', null);
  await registerRoutes(app, deps);
  await app.ready();
  await app.close();
  return routes;
}

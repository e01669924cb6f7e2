import type { RouteOptions } from 'fastify';
import { roleMay } from '../../domain/permission.ts';
import type { ApiApp } from '../api-app.ts';
import { principalOf } from '../principal.ts';
import { Problem } from '../problem.ts';

/** Thrown at start-up when a route says neither which permission it needs nor that it is open to everybody. */
export class UndeclaredRouteError extends Error {
  override readonly name = 'UndeclaredRouteError';

  constructor(routes: readonly string[]) {
    super(`Declare config.permission, or config.public, on: ${routes.join(', ')}.`);
  }
}

/**
 * Refuses a caller whose role lacks the route's permission. Must be added after authentication and before any route:
 * it sees every route as it is registered, and start-up fails when one declares nothing.
 */
export function addAuthorization(app: ApiApp): void {
  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => {
    routes.push(route);
  });
  // Judged once all are there: a plugin around other people's routes may declare for them after this hook has run.
  app.addHook('onReady', async () => {
    const undeclared = routes.filter((route) => !declaresAccess(route));
    if (undeclared.length > 0)
      throw new UndeclaredRouteError(undeclared.map(({ method, url }) => `${String(method)} ${url}`));
  });
  app.addHook('onRequest', async (request) => {
    const { config } = request.routeOptions;
    if (request.is404 || config.public === true) return;
    const { permission } = config;
    if (permission === undefined || !roleMay(principalOf(request).role, permission)) {
      throw new Problem('permission.denied', `This needs the permission "${permission ?? 'none'}".`);
    }
  });
}

function declaresAccess({ config }: RouteOptions): boolean {
  return config?.permission !== undefined || config?.public === true;
}

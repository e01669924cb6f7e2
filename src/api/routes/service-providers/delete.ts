import { z } from 'zod';
import { deleteServiceProvider } from '../../../db/service-providers.ts';
import type { ApiApp, ApiDeps } from '../../api-app.ts';
import { idParams } from '../../contracts/atoms.ts';
import { authorOf } from '../../principal.ts';
import { notFound, Problem } from '../../problem.ts';

export function registerDeleteServiceProvider(app: ApiApp, { database, syncs }: ApiDeps): void {
  app.route({
    method: 'DELETE',
    url: '/v1/service-providers/:id',
    config: { permission: 'provider:write' },
    schema: {
      operationId: 'deleteServiceProvider',
      summary: 'Delete a service provider that nothing refers to',
      tags: ['Service providers'],
      params: idParams,
      response: { 204: z.undefined().describe('Deleted.') },
    },
    handler: async (request, reply) => {
      const outcome = await deleteServiceProvider(database, authorOf(request), request.params.id);
      if (outcome === 'not_found') throw notFound();
      if (outcome === 'in_use') {
        throw new Problem(
          'resource.in_use',
          'Devices, plans or changes refer to it. Switch its carrier writes off instead (writeEnabled).',
        );
      }
      // Whatever comes of it: a schedule that is left behind ends itself when it next finds no provider.
      await syncs.schedules.remove(request.params.id).catch(() => false);
      return reply.code(204).send(undefined);
    },
  });
}

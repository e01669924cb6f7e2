import { z } from 'zod';
import type { ApiApp } from '../../api-app.ts';
import { notFound } from '../../problem.ts';
import { isProblemCode, PROBLEM_TYPES } from '../../problem-types.ts';

const problemTypeSchema = z
  .object({ code: z.string(), status: z.int(), title: z.string(), whatToDo: z.string() })
  .meta({ id: 'ProblemType' });

/** What explains the API to its callers. */
export function registerDocuments(app: ApiApp): void {
  app.route({
    method: 'GET',
    url: '/',
    config: { public: true },
    schema: { hide: true },
    handler: (_request, reply) => reply.redirect('/docs'),
  });
  app.route({
    method: 'GET',
    url: '/openapi.json',
    config: { public: true },
    schema: { hide: true },
    handler: () => app.swagger(),
  });
  app.route({
    method: 'GET',
    url: '/problems/:code',
    config: { public: true },
    schema: {
      operationId: 'explainProblem',
      summary: 'What a problem means and what to do about it',
      tags: ['Service'],
      params: z.object({ code: z.string().max(100) }),
      response: { 200: problemTypeSchema },
    },
    handler: async (request) => {
      const { code } = request.params;
      if (!isProblemCode(code)) throw notFound();
      return { code, ...PROBLEM_TYPES[code] };
    },
  });
}

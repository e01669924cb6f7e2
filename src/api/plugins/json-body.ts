import type { ApiApp } from '../api-app.ts';

/**
 * JSON as Fastify reads it, prototype poisoning refused, except that an empty body counts as none: many clients name the
 * content type on every POST, and actions such as /process need no body.
 */
export function addJsonBody(app: ApiApp): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else void parse(request, body.toString(), done);
  });
}

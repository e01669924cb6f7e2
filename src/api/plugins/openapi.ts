import { readFile } from 'node:fs/promises';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyPluginAsync, RouteOptions } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { ApiApp, ApiDeps } from '../api-app.ts';
import { problemSchema } from '../contracts/problem.ts';
import { removeUnusedComponents } from '../openapi-components.ts';
import { documentHeaders } from '../openapi-headers.ts';

const DESCRIPTION = `Durable bulk changes for fleets of SIMs.

- **Credentials**: \`Authorization: Bearer <API token>\`.
- **Errors** are \`application/problem+json\` (RFC 9457) with a stable \`code\`; a refused request lists every fault with a JSON pointer.
- **\`Idempotency-Key\`** is honoured on every POST for 7 days: the same key and body get the first answer again.
- **Lists** take \`limit\` (50, at most 1000) and \`cursor\`, and answer \`{items, nextCursor}\`.
- Times are RFC 3339 with offset, ids are UUIDv7.`;

const STATUS_TEXTS: Readonly<Record<number, string>> = {
  400: 'Malformed: every fault is listed.',
  401: 'No credential, or one that is not valid.',
  403: 'The credential’s role does not include the permission.',
  404: 'There is no such thing, or it belongs to another tenant.',
  409: 'The state of things does not allow it.',
  413: 'The body is too large.',
  415: 'The content type is not supported.',
  422: 'Understood but invalid: every fault is listed.',
  429: 'Too many requests; Retry-After says how long to wait.',
  500: 'A fault on our side.',
  503: 'Too busy, or a part is away; Retry-After says how long to wait.',
};

/** Writes the document from the schemas that validate the traffic, and serves it with a page to read it. */
export async function addOpenApi(app: ApiApp, { publicUrl }: ApiDeps): Promise<void> {
  app.addHook('onRoute', (route) => {
    documentRoute(route);
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Millpond', version: await packageVersion(), description: DESCRIPTION },
      servers: [{ url: publicUrl ?? '/' }],
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
      security: [{ bearer: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => {
      const whole = jsonSchemaTransformObject(document);
      removeUnusedComponents(whole);
      if ('paths' in whole) documentHeaders({ paths: whole.paths });
      return whole;
    },
  });
  await app.register(documentationPage);
}

/** The page's own routes are not ours to declare, so they are declared open here. */
const documentationPage: FastifyPluginAsync = async (scope) => {
  scope.addHook('onRoute', (route) => {
    route.config = { ...route.config, public: true };
  });
  await scope.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: false,
    uiConfig: { docExpansion: 'list' },
    theme: {
      title: 'Millpond API',
      css: [{ filename: 'millpond-theme', content: '.swagger-ui .topbar { display: none }' }],
    },
  });
};

/** Adds what every route answers beside its own: the problems that fit it, the open door, the idempotency header. */
function documentRoute(route: RouteOptions): void {
  const { schema } = route;
  if (schema === undefined || schema.hide === true) return;
  const responses = typeof schema.response === 'object' ? schema.response : {};
  const problems = Object.fromEntries(
    problemStatuses(route).map((status) => [
      status,
      {
        description: STATUS_TEXTS[status],
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  );
  route.schema = {
    ...schema,
    response: { ...problems, ...responses },
    ...(route.config?.public === true ? { security: [] } : {}),
  };
}

function problemStatuses({ config, schema, method, url }: RouteOptions): number[] {
  const isOpen = config?.public === true;
  const hasBody = schema?.body !== undefined;
  const writes = method !== 'GET' && method !== 'HEAD';
  return [
    ...(hasBody || schema?.querystring !== undefined || writes ? [400] : []),
    ...(isOpen ? [] : [401, 403]),
    ...(url.includes(':') ? [404] : []),
    ...(writes ? [409, 422] : []),
    ...(hasBody ? [413, 415] : []),
    ...(config?.unlimited === true ? [] : [429]),
    500,
    503,
  ];
}

async function packageVersion(): Promise<string> {
  const text = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
  const parsed: unknown = JSON.parse(text);
  const hasVersion = typeof parsed === 'object' && parsed !== null && 'version' in parsed;
  return hasVersion ? String(parsed.version) : '0.0.0';
}

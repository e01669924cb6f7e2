import { randomUUID } from 'node:crypto';
import { fastify, LogController, type FastifyBaseLogger } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { ApiApp, ApiDeps } from './api-app.ts';
import { addAuthentication } from './plugins/authenticate.ts';
import { addAuthorization } from './plugins/authorize.ts';
import { addIdempotency } from './plugins/idempotency.ts';
import { addJsonBody } from './plugins/json-body.ts';
import { addLoadShedding } from './plugins/load-shedding.ts';
import { addOpenApi } from './plugins/openapi.ts';
import { addProblemDetails, answerUnroutable } from './plugins/problem-details.ts';
import { createRateLimits } from './plugins/rate-limit.ts';
import { addRequestLog } from './plugins/request-log.ts';
import { addSecurityHeaders } from './plugins/security-headers.ts';
import { registerRoutes } from './routes/index.ts';

const BODY_LIMIT_BYTES = 1024 * 1024;
/** A slow uploader is cut off after this; the largest body needs seconds. */
const REQUEST_TIMEOUT_MS = 120_000;
const CONNECTION_TIMEOUT_MS = 130_000;

/**
 * Builds the API without listening. The order is the order in which a request meets the parts: it gets its id and log
 * line, is refused when the process is too busy, then it is authenticated and counted, authorized, validated, and at last
 * guarded by its idempotency key.
 */
export async function buildApp(deps: ApiDeps, logger: FastifyBaseLogger): Promise<ApiApp> {
  const app: ApiApp = fastify({
    loggerInstance: logger,
    // One line for each answer is written by our own hook.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    frameworkErrors: answerUnroutable,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);

  addJsonBody(app);
  addProblemDetails(app);
  addRequestLog(app, deps);
  await addSecurityHeaders(app);
  await addLoadShedding(app);
  addAuthentication(app, deps, await createRateLimits(app, deps.rateLimitPerMinute));
  addAuthorization(app);
  addIdempotency(app, deps);
  await addOpenApi(app, deps);
  await registerRoutes(app, deps);
  await app.ready();
  return app;
}

import helmet from '@fastify/helmet';
import type { ApiApp } from '../api-app.ts';

/**
 * Strict headers for an API that serves JSON and one documentation page. That page brings its own scripts and styles
 * and sets some styles inline, hence the one exception.
 */
export async function addSecurityHeaders(app: ApiApp): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // The API is often reached over plain HTTP inside a network; TLS and its headers belong to the proxy in front.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
}

import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** True when nobody listens on this TCP port of the loopback address. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Below the range from which systems take the ports of outgoing connections, which would be lost again in a moment. */
const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 32_000;
const MOST_TRIES = 200;

/** A TCP port of the loopback address that is free right now, and that no outgoing connection takes. */
export async function findFreePort(): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const port = randomInt(LOWEST_PORT, HIGHEST_PORT);
    if (await isPortFree(port)) return port;
  }
  throw new Error(`No port between ${String(LOWEST_PORT)} and ${String(HIGHEST_PORT)} is free.`);
}

import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The header that carries the key of the admin routes. */
export const adminKeyHeader = 'x-simulator-key';

/** Whether a request may use the admin routes. */
export type AdminAccess = (request: IncomingMessage) => boolean;

/**
 * On loopback everyone may; elsewhere the key is needed.
 * @throws Error when the host is not loopback and there is no key.
 */
export function createAdminAccess(host: string, key: string | undefined): AdminAccess {
  if (isLoopback(host)) return () => true;
  if (key === undefined || key === '') {
    throw new Error(`Listening on ${host} opens the admin routes to others: give a key with --admin-key.`);
  }
  const expected = Buffer.from(key);
  return (request) => {
    const given = Buffer.from(String(request.headers[adminKeyHeader] ?? ''));
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

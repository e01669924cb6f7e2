import { afterEach } from 'vitest';
import { createHttpClient, type HttpClient, type HttpClientOptions } from '../../src/platform/http-client.ts';

const open: HttpClient[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});

/** An HTTP client that is closed after the test. */
export function testHttpClient(options: HttpClientOptions = {}): HttpClient {
  const client = createHttpClient(options);
  open.push(client);
  return client;
}

import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createLogger } from '../../src/platform/logger.ts';
import { startMetricsServer } from '../../src/platform/metrics-server.ts';
import { createMetrics } from '../../src/platform/metrics.ts';
import { createShutdown } from '../../src/platform/shutdown.ts';

function recordingLogger() {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return { lines, logger: createLogger({ name: 'test', level: 'info', destination }) };
}

test('secrets are replaced wherever they stand in a log line', () => {
  const { lines, logger } = recordingLogger();
  logger.info(
    {
      authorization: 's3cret',
      provider: { credentials: 's3cret', apiKey: 's3cret' },
      req: { headers: { authorization: 's3cret' } },
    },
    'A call',
  );
  expect(lines.join('')).not.toContain('s3cret');
  expect(lines.join('')).toContain('[redacted]');
});

test('a log line has a readable level and an instant', () => {
  const { lines, logger } = recordingLogger();
  logger.warn('Careful');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'warn',
    name: 'test',
    msg: 'Careful',
    time: expect.stringMatching(/Z$/) as string,
  });
});

test('parts are closed in reverse order, once, whatever one of them does', async () => {
  const { lines, logger } = recordingLogger();
  const shutdown = createShutdown(logger, 20);
  const closed: string[] = [];
  const part = (name: string, close: () => Promise<void> = async () => {}) =>
    shutdown.onShutdown(name, () => {
      closed.push(name);
      return close();
    });
  part('database');
  part('hanging', () => new Promise<void>(() => {}));
  part('failing', () => Promise.reject(new Error('It broke.')));
  part('server');
  await Promise.all([shutdown.run(), shutdown.run()]);
  expect(closed).toEqual(['server', 'failing', 'hanging', 'database']);
  expect(lines.map((line) => (JSON.parse(line) as { part: string }).part)).toEqual(['failing', 'hanging']);
});

test('metrics and extra routes are served on a port of their own', async () => {
  const server = await startMetricsServer({
    host: '127.0.0.1',
    port: 0,
    registry: createMetrics('test'),
    routes: {
      '/health/ready': async () => ({ status: 503, body: { status: 'not_ready' } }),
      '/broken': () => Promise.reject(new Error('It broke.')),
    },
  });
  try {
    const get = (path: string) => fetch(`http://127.0.0.1:${String(server.port)}${path}`);
    expect(await (await get('/metrics')).text()).toContain('process_cpu_seconds_total{process="test"}');
    const ready = await get('/health/ready?verbose');
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'not_ready' }]);
    expect((await get('/broken')).status).toBe(500);
    expect((await get('/nothing')).status).toBe(404);
  } finally {
    await server.close();
  }
});

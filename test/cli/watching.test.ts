import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aChange, CHANGE_ID, counts } from './a-change.ts';
import { answerJson, answerProblem, startContractServer, type ContractServer } from './contract-server.ts';
import { runCli, type RunOptions } from './run-cli.ts';

let server: ContractServer;
beforeAll(async () => {
  server = await startContractServer();
});
afterAll(() => server.close());

const change = `GET /v1/bulk-changes/${CHANGE_ID}`;
const events = `${change}/events`;
const half = {
  counts: counts({ pending: 5, processed: 5 }),
  progress: { ...aChange().progress, percent: 50 },
};
const all = { counts: counts({ processed: 10 }), progress: { ...aChange().progress, percent: 100 } };

const watch = (options: RunOptions & { words?: readonly string[] } = {}) =>
  runCli(['watch', CHANGE_ID, ...(options.words ?? [])], { environment: server.environment, ...options });
const lastEventIds = () =>
  server.seen.filter(({ target }) => target === events).map(({ headers }) => headers['last-event-id']);

beforeEach(() => {
  answerChange('PROCESSED', all);
});

/** The first read finds the change at work, the later ones as it ended. */
function answerChange(status: 'PROCESSED' | 'ERROR' | 'CANCELED', rest: object): void {
  server.answer(change, (response, _request, number) => {
    answerJson(response, 200, number === 1 ? aChange() : aChange({ status, ...rest }));
  });
}

function openStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('retry: 1\n\n: hello\n\n');
}

function sendEvent(response: ServerResponse, event: string, id: number, data: object): void {
  response.write(`event: ${event}\r\nid: ${String(id)}\r\ndata: ${JSON.stringify(data)}\r\n\r\n`);
}

function streamToEnd(status: string): void {
  server.answer(events, (response) => {
    openStream(response);
    sendEvent(response, 'progress', 1, half);
    sendEvent(response, 'progress', 2, all);
    sendEvent(response, 'status', 3, { status, waitingFor: null, finishedAt: '2026-12-01T12:01:00.000Z' });
    response.end();
  });
}

test('a change is followed to its end, in plain lines where there is no terminal', async () => {
  streamToEnd('PROCESSED');
  const { exitCode, output, errors } = await watch();
  expect(exitCode).toBe(0);
  expect(errors).toBe('');
  const lines = output.split('\n');
  expect(lines[0]).toBe('PROCESSING  50 %  5 of 10 left  5 processed, 5 pending  2.0/s');
  expect(lines[1]).toBe('PROCESSED  100 %  10 processed');
  expect(output).not.toContain('\r');
  expect(output).toMatch(/Status +PROCESSED/);
});

test('at a terminal one line with a bar is written over', async () => {
  streamToEnd('PROCESSED');
  const { output } = await watch({ isTerminal: true, environment: { ...server.environment, NO_COLOR: '1' } });
  expect(output).toContain('\r\u001b[KPROCESSING  [############------------]   50 %  5 of 10 left');
  expect(output).toContain('\r\u001b[KPROCESSED  [########################]  100 %');
});

test('a program gets one object a line, the last with the change as it ended', async () => {
  streamToEnd('PROCESSED');
  const { output } = await watch({ words: ['--json'] });
  const lines = output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(({ event }) => event)).toEqual(['progress', 'progress', 'status', 'end']);
  expect(lines.every(({ id }) => id === CHANGE_ID)).toBe(true);
  expect(lines[0]).toMatchObject(half);
  expect(lines[3]).toMatchObject({ change: { status: 'PROCESSED' } });
});

test.each(['ERROR', 'CANCELED'] as const)('a change that ends %s ends the program with 1', async (status) => {
  streamToEnd(status);
  answerEnd(status);
  const { exitCode, errors } = await watch();
  expect(exitCode).toBe(1);
  expect(errors).toContain(`millpond errors ${CHANGE_ID}`);
});

test('whoever has watched devices fail is told how to correct them and try again', async () => {
  streamToEnd('ERROR');
  answerEnd('ERROR');
  expect((await watch()).errors).toContain(
    `To correct them and try again: millpond errors ${CHANGE_ID} --csv errors.csv, then millpond submit errors.csv`,
  );
});

test('of a change that was canceled before any device failed there is nothing to correct', async () => {
  streamToEnd('CANCELED');
  answerChange('CANCELED', { counts: counts({ processed: 9, canceled: 1 }) });
  const { exitCode, errors } = await watch();
  expect(exitCode).toBe(1);
  expect(errors.trimEnd()).toBe('Not every device was processed.');
});

function answerEnd(status: 'ERROR' | 'CANCELED'): void {
  answerChange(status, { counts: counts({ processed: 9, error: 1 }) });
}

test('a stream that breaks off is taken up again where it was', async () => {
  server.answer(events, (response, _request, number) => {
    openStream(response);
    if (number === 1) {
      sendEvent(response, 'progress', 41, half);
      response.end();
      return;
    }
    sendEvent(response, 'status', 42, { status: 'PROCESSED', waitingFor: null });
    response.end();
  });
  expect((await watch()).exitCode).toBe(0);
  expect(lastEventIds()).toEqual([undefined, '41']);
});

test('a stream that has ended while nobody listened ends the watching', async () => {
  server.answer(events, (response, _request, number) => {
    if (number === 1) {
      openStream(response);
      sendEvent(response, 'progress', 41, half);
      response.end();
    } else response.writeHead(204).end();
  });
  const { exitCode, output } = await watch();
  expect(exitCode).toBe(0);
  expect(output).toMatch(/Status +PROCESSED/);
});

test('an API without the stream is asked instead', async () => {
  server.answer(events, (response) => {
    answerProblem(response, 404, 'route.not_found');
  });
  const { exitCode, output } = await watch();
  expect(exitCode).toBe(0);
  expect(output).toContain('PROCESSED  100 %');
});

test('an API whose streams are all taken is asked instead, at once', async () => {
  server.answer(events, (response) => {
    answerProblem(response, 503, 'service.unavailable', { headers: { 'retry-after': '30' } });
  });
  const { exitCode, output, errors } = await watch();
  expect(exitCode).toBe(0);
  expect(output).toContain('PROCESSED  100 %');
  expect(errors).toBe('');
  expect(lastEventIds()).toHaveLength(1);
});

test('a proxy that holds the stream back is noticed, and the API is asked instead', async () => {
  server.answer(events, (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end('retry: 1\n');
  });
  const { exitCode, output } = await watch();
  expect(exitCode).toBe(0);
  expect(output).toContain('PROCESSED  100 %');
});

test('an API that fails in between is asked again', async () => {
  server.answer(events, (response) => {
    answerProblem(response, 404, 'route.not_found');
  });
  server.answer(change, (response, _request, number) => {
    if (number === 2) answerProblem(response, 500, 'internal.unexpected');
    else answerJson(response, 200, number === 1 ? aChange() : aChange({ status: 'PROCESSED', ...all }));
  });
  expect((await watch()).exitCode).toBe(0);
});

test('a change that has ended already is shown at once', async () => {
  server.answer(change, (response) => {
    answerJson(response, 200, aChange({ status: 'ERROR', counts: counts({ error: 10 }) }));
  });
  expect((await watch()).exitCode).toBe(1);
  expect(lastEventIds()).toEqual([]);
});

test('a change that does not exist is not watched', async () => {
  server.answer(change, (response) => {
    answerProblem(response, 404, 'resource.not_found');
  });
  expect((await watch()).exitCode).toBe(4);
});

test('what a change waits for is told in words', async () => {
  server.answer(events, (response) => {
    openStream(response);
    sendEvent(response, 'status', 1, { status: 'PROCESSING', waitingFor: 'carrier_outage' });
    sendEvent(response, 'status', 2, { status: 'PROCESSED', waitingFor: null });
    response.end();
  });
  expect((await watch()).output).toContain('waits for the carrier, which is down');
});

test('Ctrl-C ends the watching and says that the change goes on', async () => {
  server.answer(events, (response) => {
    openStream(response);
    sendEvent(response, 'progress', 1, half);
  });
  const controller = new AbortController();
  const { exitCode, errors } = await watch({
    signal: controller.signal,
    onText: () => {
      controller.abort();
    },
  });
  expect(exitCode).toBe(130);
  expect(errors).toContain(`the change goes on. Watch it again with: millpond watch ${CHANGE_ID}`);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHANGE_ID } from './a-change.ts';
import {
  answerJson,
  answerProblem,
  startContractServer,
  TOKEN,
  type ContractServer,
} from './contract-server.ts';
import { runCli } from './run-cli.ts';

let server: ContractServer;
beforeAll(async () => {
  server = await startContractServer();
});
afterAll(() => server.close());

const target = `GET /v1/bulk-changes/${CHANGE_ID}`;
const show = () => runCli(['show', CHANGE_ID], { environment: server.environment });

test.each([
  [401, 'credential.invalid', 3],
  [403, 'permission.denied', 3],
  [404, 'resource.not_found', 4],
  [409, 'bulk_change.state_conflict', 5],
  [412, 'bulk_change.plan_stale', 5],
  [422, 'request.invalid', 5],
  [500, 'internal.unexpected', 6],
])('an answer %i ends the program with its own exit code', async (status, code, exitCode) => {
  server.answer(target, (response) => {
    answerProblem(response, status, code);
  });
  expect(await show()).toMatchObject({ exitCode, output: '' });
});

test('a problem is told with every fault and its place, what to do, and the request id', async () => {
  const errors = [
    { pointer: '/devices/3', code: 'device.identifier_invalid', detail: 'This is no ICCID.' },
    { pointer: '/rows/17/iccid', code: 'file.cell_invalid', detail: 'Row 17, column C (ICCID): is empty.' },
  ];
  server.answer(target, (response) => {
    answerProblem(response, 422, 'request.invalid', { errors });
  });
  const { errors: text } = await show();
  expect(text.split('\n')).toEqual([
    'Title of request.invalid (422, request.invalid)',
    '  Why it is so.',
    '  - /devices/3: This is no ICCID. (device.identifier_invalid)',
    '  - /rows/17/iccid: Row 17, column C (ICCID): is empty. (file.cell_invalid)',
    'What to do: Correct each place that `errors` points at. Nothing was stored.',
    'Request id: request-7',
    '',
  ]);
});

test('an error page of a proxy is told by its status', async () => {
  server.answer(target, (response) => {
    response.writeHead(500, { 'content-type': 'text/html' }).end('<h1>Bad</h1>');
  });
  expect((await show()).errors).toContain('The answer has the status 500');
});

test('something else than the API is recognised', async () => {
  server.answer(target, (response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
  });
  const { exitCode, errors } = await show();
  expect(exitCode).toBe(6);
  expect(errors).toContain('not the Millpond API');
});

test('a redirect is not followed: the token goes nowhere else', async () => {
  server.answer(target, (response) => {
    response.writeHead(302, { location: `${server.url}/elsewhere` }).end();
  });
  expect((await show()).exitCode).toBe(5);
  expect(server.seen).toHaveLength(1);
});

test('an API that is not there is told apart from one that refuses', async () => {
  const { exitCode, errors } = await runCli(['show', CHANGE_ID], {
    environment: { MILLPOND_API: 'http://127.0.0.1:1', MILLPOND_TOKEN: TOKEN },
  });
  expect(exitCode).toBe(6);
  expect(errors).toContain('The API at http://127.0.0.1:1 cannot be reached');
});

test.each([
  ['an unknown command', ['shwo'], "unknown command 'shwo'"],
  ['an unknown option', ['list', '--stat', 'ERROR'], "unknown option '--stat'"],
  ['a value that is not one of the choices', ['list', '--status', 'GONE'], 'Use one of PENDING'],
  ['an id that is none', ['show', 'mine'], 'An id is a UUID'],
  ['a missing argument', ['cancel'], "missing required argument 'id'"],
])('%s is a usage error that says how it is called', async (_what, words, sentence) => {
  const { exitCode, errors } = await runCli(words, { environment: server.environment });
  expect(exitCode).toBe(2);
  expect(errors).toContain(sentence);
});

test('what carriers and people have written cannot steer the terminal', async () => {
  const items = [
    {
      errorClass: 'BUSINESS',
      errorCode: 'carrier.rejected',
      errorMessage: '\u001b[2Jcleared\nrow',
      count: 1,
      suggestedAction: 'Ask.',
    },
  ];
  server.answer(`GET /v1/bulk-changes/${CHANGE_ID}/errors`, (response) => {
    answerJson(response, 200, { items, nextCursor: null });
  });
  const { output } = await runCli(['errors', CHANGE_ID], { environment: server.environment });
  expect(output).not.toContain('\u001b');
  expect(output).toContain('[2Jcleared row');
});

test('a table is aligned, and coloured at a terminal without NO_COLOR only', async () => {
  const items = [
    {
      errorClass: 'BUSINESS',
      errorCode: 'carrier.rejected',
      errorMessage: null,
      count: 12,
      suggestedAction: 'Ask.',
    },
    { errorClass: null, errorCode: null, errorMessage: null, count: 3, suggestedAction: 'Look.' },
  ];
  server.answer(`GET /v1/bulk-changes/${CHANGE_ID}/errors`, (response) => {
    answerJson(response, 200, { items, nextCursor: null });
  });
  const run = async (environment: NodeJS.ProcessEnv) => {
    const all = { ...server.environment, ...environment };
    return (await runCli(['errors', CHANGE_ID], { environment: all, isTerminal: true })).output;
  };
  expect(await run({ NO_COLOR: '1' })).toBe(
    [
      'DEVICES  ERROR             CLASS     WHAT HAPPENED, AND WHAT TO DO',
      '     12  carrier.rejected  BUSINESS  Ask.',
      '      3  -                 -         Look.',
      '',
    ].join('\n'),
  );
  expect(await run({})).toContain('\u001b[31m');
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiProblem } from '../../src/cli/http/api-problem.ts';
import { retryAfterMs } from '../../src/cli/http/retry-after.ts';
import { sendAgain } from '../../src/cli/http/send-again.ts';
import { aChange, CHANGE_ID } from './a-change.ts';
import { answerJson, answerProblem, startContractServer, type ContractServer } from './contract-server.ts';
import { runCli } from './run-cli.ts';

let server: ContractServer;
beforeAll(async () => {
  server = await startContractServer();
});
afterAll(() => server.close());

const pause = () => runCli(['pause', CHANGE_ID], { environment: server.environment });
const target = `POST /v1/bulk-changes/${CHANGE_ID}/pause`;
const keys = () => server.seen.map(({ headers }) => headers['idempotency-key']);

test('an action whose answer was lost is sent again under the same key', async () => {
  server.answer(target, (response, _request, number) => {
    if (number === 1) response.destroy();
    else answerJson(response, 202, aChange());
  });
  expect((await pause()).exitCode).toBe(0);
  expect(keys()).toHaveLength(2);
  expect(new Set(keys()).size).toBe(1);
});

test.each([
  [429, 'rate_limit.exceeded'],
  [503, 'service.unavailable'],
  [409, 'idempotency.in_progress'],
])('a %i that passes (%s) is waited out as long as Retry-After says', async (status, code) => {
  server.answer(target, (response, _request, number) => {
    if (number < 3) answerProblem(response, status, code, { headers: { 'retry-after': '0' } });
    else answerJson(response, 202, aChange());
  });
  expect((await pause()).exitCode).toBe(0);
  expect(new Set(keys()).size).toBe(1);
});

test.each([
  ['a 500', 500, 'internal.unexpected', {}],
  ['a conflict', 409, 'bulk_change.state_conflict', {}],
  ['an answer that asks for more than a minute', 429, 'rate_limit.exceeded', { 'retry-after': '61' }],
])('%s is not tried again', async (_what, status, code, headers) => {
  server.answer(target, (response) => {
    answerProblem(response, status, code, { headers });
  });
  expect((await pause()).exitCode).not.toBe(0);
  expect(keys()).toHaveLength(1);
});

test('attempts are bounded, and waits are as long as the API asks', async () => {
  const waits: number[] = [];
  const said: string[] = [];
  const problem = {
    type: '',
    title: 'Too many',
    status: 429,
    detail: '',
    code: 'rate_limit.exceeded',
    requestId: '',
  };
  const attempt = async () => Promise.reject(new ApiProblem(problem, 7_000));
  const wait = async (milliseconds: number) => void waits.push(milliseconds);
  await expect(sendAgain({ wait, say: (text) => void said.push(text) }, attempt)).rejects.toThrow('Too many');
  expect(waits).toEqual([7_000, 7_000, 7_000, 7_000]);
  expect(said[0]).toBe('Too many. Trying again in 7 s.');
});

test('Retry-After is read as seconds and as a date', () => {
  const now = Date.parse('2026-12-01T12:00:00Z');
  expect(retryAfterMs('5', now)).toBe(5_000);
  expect(retryAfterMs('Tue, 01 Dec 2026 12:00:30 GMT', now)).toBe(30_000);
  expect(retryAfterMs('Tue, 01 Dec 2026 11:00:00 GMT', now)).toBe(0);
  expect(retryAfterMs('soon', now)).toBeUndefined();
});

test('every request says who asks, and with which token', async () => {
  server.answer(target, (response) => {
    answerJson(response, 202, aChange());
  });
  await pause();
  expect(server.seen[0]?.headers).toMatchObject({
    'user-agent': 'millpond-cli/1.2.3',
    authorization: `Bearer ${String(server.environment['MILLPOND_TOKEN'])}`,
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHANGE_ID } from './a-change.ts';
import { answerJson, startContractServer, type ContractServer } from './contract-server.ts';
import { runCli } from './run-cli.ts';

const change = `/v1/bulk-changes/${CHANGE_ID}`;

let server: ContractServer;
beforeAll(async () => {
  server = await startContractServer();
  const lists = ['/v1/bulk-changes', '/v1/service-providers', '/v1/api-tokens'];
  for (const path of [...lists, `${change}/devices`, `${change}/logs`, `${change}/errors`]) {
    server.answer(`GET ${path}`, (response) => {
      answerJson(response, 200, { items: [], nextCursor: null });
    });
  }
});
afterAll(() => server.close());

test.each([
  [['list'], 'No change yet.'],
  [['list', '--status', 'ERROR'], 'No change matches.'],
  [['list', '--search', 'anna'], 'No change matches.'],
  [['devices', CHANGE_ID], 'No device yet.'],
  [['devices', CHANGE_ID, '--error-code', 'carrier.rejected'], 'No device matches.'],
  [['logs', CHANGE_ID], 'No call yet.'],
  [['logs', CHANGE_ID, '--device', CHANGE_ID], 'No call matches.'],
  [['errors', CHANGE_ID], 'No device has failed.'],
  [['providers'], 'No service provider yet.'],
  [['tokens', 'list'], 'No token yet.'],
])('%j with nothing to show says why', async (words, sentence) => {
  const { exitCode, output } = await runCli(words, { environment: server.environment });
  expect({ exitCode, output }).toEqual({ exitCode: 0, output: `${sentence}\n` });
});

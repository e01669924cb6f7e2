import { chmodSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { answerJson, startContractServer, type ContractServer } from './contract-server.ts';
import { nowhere, runCli } from './run-cli.ts';

let server: ContractServer;
let home: string;
let configFile: string;
beforeAll(async () => {
  server = await startContractServer();
  server.answer('GET /v1/service-providers', (response) => {
    answerJson(response, 200, { items: [], nextCursor: null });
  });
});
afterAll(() => server.close());
beforeEach(() => {
  home = mkdtempSync(join(nowhere, 'home-'));
  configFile = join(home, 'millpond', 'config.json');
  server.seen.length = 0;
});

const run = (words: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
  runCli(words, { environment: { XDG_CONFIG_HOME: home, ...environment } });
const usedToken = () => server.seen.at(-1)?.headers.authorization;

function store(config: object, mode = 0o600): void {
  mkdirSync(join(home, 'millpond'), { recursive: true });
  writeFileSync(configFile, JSON.stringify(config));
  chmodSync(configFile, mode);
}

function tokenFile(token: string): string {
  const file = join(home, 'token.txt');
  writeFileSync(file, `${token}\n`);
  return file;
}

test('options win over the environment, and the environment over the config file', async () => {
  store({ api: server.url, token: 'stored' });
  await run(['providers']);
  expect(usedToken()).toBe('Bearer stored');
  await run(['providers'], { MILLPOND_TOKEN: 'environment' });
  expect(usedToken()).toBe('Bearer environment');
  await run(['providers', '--token-file', tokenFile('option')], { MILLPOND_TOKEN: 'environment' });
  expect(usedToken()).toBe('Bearer option');
  const other = { MILLPOND_API: 'http://127.0.0.1:1', MILLPOND_TOKEN: 'environment' };
  expect((await run(['providers', '--api', server.url], other)).exitCode).toBe(0);
});

test('the stored token is not sent to another address', async () => {
  store({ api: 'https://millpond.example', token: 'stored' });
  const { exitCode, errors } = await run(['providers', '--api', server.url]);
  expect(exitCode).toBe(3);
  expect(errors).toContain('No token for');
  expect(server.seen).toEqual([]);
});

test('without an address or a token, the program says how to set them', async () => {
  const { exitCode, errors } = await run(['providers']);
  expect(exitCode).toBe(3);
  expect(errors).toContain('millpond config set api');
});

test('the sandbox of npm start is the last resort, and it is said', async () => {
  const data = mkdtempSync(join(nowhere, 'data-'));
  writeFileSync(
    join(data, 'stack.json'),
    JSON.stringify({ apiUrl: server.url, tokens: { operator: 'sandbox' } }),
  );
  const { exitCode, errors } = await run(['providers'], { MILLPOND_DATA_DIR: data });
  expect(exitCode).toBe(0);
  expect(usedToken()).toBe('Bearer sandbox');
  expect(errors).toContain('Using the sandbox of "npm start"');
  store({ api: server.url, token: 'stored' });
  expect((await run(['providers'], { MILLPOND_DATA_DIR: data })).errors).toBe('');
  expect(usedToken()).toBe('Bearer stored');
});

test('a token in an option is warned about, and never shown', async () => {
  const { errors, output } = await run(['providers', '--api', server.url, '--token', 'secret-word']);
  expect(errors).toContain('list of processes');
  expect(errors + output).not.toContain('secret-word');
});

test('plain http is for this machine, unless it is allowed', async () => {
  const address = 'http://millpond.example';
  const refused = await run(['config', 'set', 'api', address]);
  expect(refused).toMatchObject({ exitCode: 2 });
  expect(refused.errors).toContain('--insecure');
  expect((await run(['config', 'set', 'api', address, '--insecure'])).exitCode).toBe(0);
  expect((await run(['providers'], { MILLPOND_API: address, MILLPOND_TOKEN: 'word' })).exitCode).toBe(2);
});

test.each([
  'ftp://millpond.example',
  'millpond.example',
  'https://me:pw@millpond.example',
  'https://a.example/?q=1',
])('the address %s is refused', async (address) => {
  expect((await run(['config', 'set', 'api', address])).exitCode).toBe(2);
});

test('what is set is kept for its owner only, and used', async () => {
  await run(['config', 'set', 'api', `${server.url}/`]);
  const set = await run(['config', 'set', 'token', '--token-file', tokenFile('kept-word')]);
  expect(set.exitCode).toBe(0);
  expect(statSync(configFile).mode & 0o777).toBe(0o600);
  await run(['providers']);
  expect(usedToken()).toBe('Bearer kept-word');
});

test('the configuration is shown without the token', async () => {
  store({ api: server.url, token: 'kept-word' });
  const { output } = await run(['config', 'show', '--json'], { MILLPOND_TOKEN: 'other-word' });
  expect(JSON.parse(output)).toEqual({
    api: server.url,
    apiFrom: 'config file',
    tokenSet: true,
    tokenFrom: 'environment',
    file: configFile,
  });
  expect(output).not.toContain('word');
});

test('another address forgets the token of the former one', async () => {
  store({ api: 'https://millpond.example', token: 'kept-word' });
  await run(['config', 'set', 'api', server.url]);
  expect(JSON.parse(readFileSync(configFile, 'utf8'))).toEqual({ api: server.url });
});

test('a config file that others can read is warned about', async () => {
  store({ api: server.url, token: 'kept-word' }, 0o644);
  const { exitCode, errors } = await run(['providers']);
  expect(exitCode).toBe(0);
  expect(errors).toContain('chmod 600');
});

test('a token does not belong on the command line of config', async () => {
  const { exitCode, errors } = await run(['config', 'set', 'token', 'secret-word']);
  expect(exitCode).toBe(2);
  expect(errors).not.toContain('secret-word');
});

test('a config file that is no JSON is named', async () => {
  mkdirSync(join(home, 'millpond'));
  writeFileSync(configFile, '{');
  const { exitCode, errors } = await run(['providers']);
  expect(exitCode).toBe(2);
  expect(errors).toContain(configFile);
});

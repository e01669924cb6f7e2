import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CONFIG_VARIABLES, ConfigError, readConfig } from '../../src/platform/config.ts';

const KEY = Buffer.alloc(32, 1).toString('base64');
const required = {
  DATABASE_URL: 'postgresql://millpond@127.0.0.1:5432/millpond',
  MILLPOND_ENCRYPTION_KEYS: `k1:${KEY}`,
};
const example = readFileSync('.env.example', 'utf8');
const lines = example.split('\n');

/** The lines of the example that set a variable, as name and value. */
const settings = new Map(
  lines.flatMap((line) => {
    const match = /^([A-Z_]+)=(.*)$/.exec(line);
    return match === null ? [] : [[match[1] ?? '', match[2] ?? ''] as const];
  }),
);

describe('.env.example', () => {
  test('names every variable once, and no other', () => {
    expect([...settings.keys()].sort()).toEqual([...CONFIG_VARIABLES].sort());
  });

  test('explains each variable in a sentence above it', () => {
    for (const name of settings.keys()) {
      const above = lines[lines.findIndex((line) => line.startsWith(`${name}=`)) - 1] ?? '';
      expect([name, above]).toEqual([name, expect.stringMatching(/^# \S.*[.)"]$/)]);
    }
  });

  test('shows the defaults', () => {
    expect(readConfig({ ...Object.fromEntries(settings), ...required })).toEqual(readConfig(required));
  });
});

test('every fault is named at once, and no secret', () => {
  const read = () =>
    readConfig({
      DATABASE_URL: 'mysql://nowhere',
      MILLPOND_API_PORT: '99999',
      TEMPORAL_TLS: 'perhaps',
      MILLPOND_ENCRYPTION_KEYS: 'k1:c2VjcmV0,nonsense',
    });
  expect(read).toThrow(ConfigError);
  try {
    read();
  } catch (error) {
    const { faults, message } = error as ConfigError;
    expect(faults.map((fault) => fault.split(/[: ]/)[0])).toEqual([
      'DATABASE_URL',
      'TEMPORAL_TLS',
      'MILLPOND_API_PORT',
      'MILLPOND_ENCRYPTION_KEYS',
      'MILLPOND_ENCRYPTION_KEYS',
    ]);
    expect(message).toContain('.env.example');
    expect(message).not.toContain('c2VjcmV0');
  }
});

test('what is required and absent is called missing', () => {
  expect(() => readConfig({})).toThrow(/DATABASE_URL is missing[\s\S]*MILLPOND_ENCRYPTION_KEYS is missing/);
});

test('several keys are read, the current one first', () => {
  const other = Buffer.alloc(32, 2).toString('base64');
  const { encryptionKeys } = readConfig({ ...required, MILLPOND_ENCRYPTION_KEYS: `k2:${other}, k1:${KEY}` });
  expect(encryptionKeys.map(({ id }) => id)).toEqual(['k2', 'k1']);
});

test('two keys with one id are refused', () => {
  expect(() => readConfig({ ...required, MILLPOND_ENCRYPTION_KEYS: `k1:${KEY},k1:${KEY}` })).toThrow(/twice/);
});

test('the configuration cannot be changed afterwards', () => {
  const config = readConfig(required);
  expect(() => Object.assign(config.api, { port: 1 })).toThrow(TypeError);
});

import { defineConfig } from 'vitest/config';

/** The folders whose tests need PostgreSQL or Temporal. All the others form the quick loop, which starts nothing. */
const foldersWithServers = [
  'activities',
  'api',
  'cli/with-api',
  'db',
  'dev',
  'durability',
  'end-to-end',
  'matrix',
  'model',
  'replay',
  'worker',
  'workflows',
];
const testsWithServers = foldersWithServers.map((folder) => `test/${folder}/**/*.test.ts`);

/**
 * Everything runs in forked processes: the native module of Temporal's SDK does not survive worker threads. For the tests with
 * servers, one PostgreSQL and one Temporal are started for the whole run; each test file takes a database and task queues of
 * its own from them.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    teardownTimeout: 30_000,
    coverage: { provider: 'v8', include: ['src/**'], exclude: ['src/db/generated/**'] },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: testsWithServers,
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'servers',
          include: testsWithServers,
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});

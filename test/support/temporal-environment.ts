import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { inject } from 'vitest';
import { findTimeSkippingServer } from '../../src/dev/test-server.ts';

const cacheDirectory = join(resolve(import.meta.dirname, '../..'), '.cache', 'programs');

/**
 * The development server of this test run: a real server, shared by all test files. Take task queues from `uniqueTaskQueue`.
 * `teardown()` closes the connections and leaves the server alone.
 */
export function connectTestEnvironment(): Promise<TestWorkflowEnvironment> {
  return TestWorkflowEnvironment.createFromExistingServer({ address: inject('temporalAddress') });
}

/**
 * A server of its own whose clock jumps over timers while a result is awaited. It is another implementation than the real server:
 * it has no lists, and it differs where parents continue as new or children are terminated. Keep it for dates and timers, one
 * for a test file, its tests one after another. `teardown()` stops it.
 */
export async function createTimeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  const { path } = await findTimeSkippingServer(cacheDirectory, process.env);
  return TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
}

/** A task queue that no other test uses, with a readable beginning. */
export function uniqueTaskQueue(name: string): string {
  return `${name}-${randomUUID()}`;
}

import { fileURLToPath } from 'node:url';
import { DeterminismViolationError } from '@temporalio/workflow';
import { bundleWorkflowCode, DefaultLogger, Worker, type WorkflowBundle } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { quietRuntime, workflowBundle } from '../support/millpond.ts';
import { readRecorded, recordedPaths } from './history-files.ts';

const paths = await recordedPaths();

beforeAll(() => {
  quietRuntime();
});

describe('the workflows of today', () => {
  it.each(paths)('replay the recorded %s', async (path) => {
    await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, await readRecorded(path));
  });
});

describe('a careless change', () => {
  let careless: WorkflowBundle;

  beforeAll(async () => {
    careless = await bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL('./changed-workflows.ts', import.meta.url)),
      logger: new DefaultLogger('ERROR'),
    });
  });

  it.each([
    'bulk-failed',
    'steered-failed',
    'batch-fan-out',
    'batch-page',
    'device-status',
    'start-relay',
    'webhook-endpoint',
    'webhook-relay',
  ])('of the workflow of %s is caught', async (path) => {
    const replay = Worker.runReplayHistory({ workflowBundle: careless }, await readRecorded(path));

    await expect(replay).rejects.toBeInstanceOf(DeterminismViolationError);
  });
});

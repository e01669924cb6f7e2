import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRelayWorkflowId, webhookRelayWorkflowId } from '../../src/domain/workflow-id.ts';
import { startMillpond, workflowBundle, type Millpond } from '../support/millpond.ts';
import { recordedPaths, writeRecorded } from './history-files.ts';
import { FORMER_PATHS, takeAllPaths } from './paths.ts';

/** Set by scripts/record-histories.ts: paths that are not recorded yet are recorded. Those that are stay as they were. */
const isRecording = process.env['MILLPOND_RECORD_HISTORIES'] === '1';

let millpond: Millpond;
let pages: Millpond;

beforeAll(async () => {
  millpond = await startMillpond({ batchSize: 2 });
  pages = await startMillpond({ setBasedFrom: 1 });
  await Promise.all([millpond.startWorker(), pages.startWorker()]);
});

afterAll(async () => {
  for (const relay of [startRelayWorkflowId, webhookRelayWorkflowId]) {
    await millpond.client.workflow.getHandle(relay(millpond.taskQueue)).terminate();
  }
  await millpond.close();
  await pages.close();
});

describe('every path of every workflow', () => {
  it('replays as it was run, and is among the recorded ones', async () => {
    const recorded = await recordedPaths();
    const taken = await takeAllPaths(millpond, pages);
    for (const { path, workflowId, runId } of taken) {
      const history = await millpond.client.workflow.getHandle(workflowId, runId).fetchHistory();
      await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, history, workflowId);
      if (isRecording && !recorded.includes(path)) await writeRecorded(path, history);
    }

    const known = [...taken.map(({ path }) => path), ...FORMER_PATHS];
    expect(known.sort()).toEqual((await recordedPaths()).sort());
  }, 180_000);
});

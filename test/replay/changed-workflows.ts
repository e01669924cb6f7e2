import { sleep } from '@temporalio/workflow';
import * as workflows from '../../src/workflows/index.ts';

/** The product's workflows after a careless change: each does one thing more before all others. */
function changed<Arguments extends unknown[], Result>(workflow: (...input: Arguments) => Promise<Result>) {
  return async (...input: Arguments): Promise<Result> => {
    await sleep('1 second');
    return workflow(...input);
  };
}

export const bulkChange = changed(workflows.bulkChange);
export const deviceBatch = changed(workflows.deviceBatch);
export const deviceChange = changed(workflows.deviceChange);
export const startRelay = changed(workflows.startRelay);
export const webhookEndpoint = changed(workflows.webhookEndpoint);
export const webhookRelay = changed(workflows.webhookRelay);

import { expect, test } from 'vitest';
import { failureOfExit } from '../../src/api/uploads/end-of-process.ts';

test.each([
  ['an abort by V8, which is out of memory', null, 'SIGABRT', { failedBy: 'memory', cause: 'SIGABRT' }],
  ['the exit code of such an abort', 134, null, { failedBy: 'memory', cause: 'exit code 134' }],
  ['the kernel, which is out of memory', null, 'SIGKILL', { failedBy: 'fault', cause: 'SIGKILL' }],
  ['somebody who stops the service', null, 'SIGTERM', { failedBy: 'fault', cause: 'SIGTERM' }],
  ['a bug', 1, null, { failedBy: 'fault', cause: 'exit code 1' }],
  ['an end without a report', 0, null, { failedBy: 'fault', cause: 'exit code 0' }],
] as const)('only V8 tells that a file takes too much memory: %s', (_name, code, signal, failure) => {
  expect(failureOfExit(code, signal)).toEqual(failure);
});

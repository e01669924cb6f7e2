import { join, resolve } from 'node:path';
import type { ChildProgram } from '../src/dev/child-program.ts';
import { startNodeProgram } from '../src/dev/node-program.ts';

const root = resolve(import.meta.dirname, '..');

export interface NodePart {
  /** Names the log file. */
  readonly name: string;
  /** From the project's folder. */
  readonly file: string;
  readonly args?: string[];
  readonly environment?: NodeJS.ProcessEnv;
  readonly readyUrl: string;
  readonly heapMegabytes?: number;
}

export type StartNode = (part: NodePart) => Promise<ChildProgram>;

/** Starts programs of the project, which log into `folder` and are tracked from their first moment. */
export function createStartNode(folder: string, track: (program: ChildProgram) => void): StartNode {
  return ({ name, file, args = [], environment = process.env, readyUrl, heapMegabytes }) =>
    startNodeProgram({
      file: join(root, file),
      programArguments: args,
      environment,
      logFile: join(folder, `${name}.log`),
      readyUrl,
      stopTimeoutMs: 40_000,
      heapMegabytes,
      track,
    });
}

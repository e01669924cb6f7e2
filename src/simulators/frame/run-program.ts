import { parseArgs } from 'node:util';
import { z } from 'zod';
import { limitsByAccountSchema, someLimitsSchema, type LimitsByAccount } from './limits.ts';
import { readSeedFile } from './seed.ts';
import type { RunningSimulator, SimulatorOptions } from './simulator-options.ts';

/**
 * Runs a simulator as a program: reads the arguments after the script, prints one JSON line with its
 * address when it is listening, and closes it on SIGTERM or SIGINT.
 * @throws Error when an argument cannot be used.
 */
export async function runProgram(
  program: NodeJS.Process,
  start: (options: SimulatorOptions) => Promise<RunningSimulator>,
): Promise<void> {
  const onError = (error: unknown): void => {
    program.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  };
  const simulator = await start({ ...readOptions(program.argv.slice(2)), onError });
  const stop = (): void => {
    simulator.close().catch((error: unknown) => {
      onError(error);
      program.exitCode = 1;
    });
  };
  program.once('SIGTERM', stop);
  program.once('SIGINT', stop);
  program.stdout.write(`${JSON.stringify({ ready: true, url: simulator.url })}\n`);
}

function readOptions(args: string[]): SimulatorOptions {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '0' },
      host: { type: 'string', default: '127.0.0.1' },
      'state-file': { type: 'string' },
      'seed-file': { type: 'string' },
      limits: { type: 'string' },
      'admin-key': { type: 'string' },
    },
  });
  const seedFile = values['seed-file'];
  const stateFile = values['state-file'];
  const adminKey = values['admin-key'];
  return {
    port: z.coerce.number().int().min(0).max(65_535).parse(values.port),
    host: values.host,
    ...(stateFile === undefined ? {} : { stateFile }),
    ...(seedFile === undefined ? {} : { seed: readSeedFile(seedFile) }),
    ...(values.limits === undefined ? {} : { limits: readLimits(values.limits) }),
    ...(adminKey === undefined ? {} : { adminKey }),
  };
}

/** Limits by account, or the limits themselves, meant for every account. */
function readLimits(text: string): LimitsByAccount {
  const value: unknown = JSON.parse(text);
  const forAll = someLimitsSchema.safeParse(value);
  return forAll.success ? { '*': forAll.data } : limitsByAccountSchema.parse(value);
}

import { readOptions, USAGE, type BenchOptions } from './options.ts';
import { createReport, describeMachine, type Report } from './report.ts';
import { runBudget } from './scenarios/budget.ts';
import { runDatabase } from './scenarios/database.ts';
import { runFiles } from './scenarios/files.ts';
import { runJasper } from './scenarios/jasper.ts';
import { runPond } from './scenarios/pond.ts';
import { runSteer } from './scenarios/steer.ts';
import { runSubmit } from './scenarios/submit.ts';
import { runTelegence } from './scenarios/telegence.ts';
import { runThingspace } from './scenarios/thingspace.ts';
import type { BenchSizes } from './seed.ts';
import { startBenchStack, type BenchStack } from './stack.ts';

const SUBMIT_SIZES = [10_000, 100_000];
const DATABASE_DEVICES = 100_000;
const FILE_ROWS = { csv: 100_000, workbook: 50_000 };

async function main(options: BenchOptions): Promise<void> {
  console.log(`Machine: ${describeMachine()}`);
  console.log('Starting PostgreSQL, Temporal, the simulators, the worker, the API and the bare worker …');
  const stack = await startBenchStack(sizesFor(options));
  const report = createReport();
  try {
    for (const scenario of options.scenarios) {
      console.log(`\n${scenario}`);
      await run(scenario, stack, options, report);
    }
    console.log('\nmemory');
    report.figure('memory.workerPeakMiB', stack.peakMemoryMiB('worker'));
    report.figure('memory.apiPeakMiB', stack.peakMemoryMiB('api'));
    if (options.json !== undefined) report.writeJson(options.json);
  } finally {
    await stack.stop();
  }
}

function sizesFor({ devices, rounds, scenarios }: BenchOptions): BenchSizes {
  const isLarge = (['submit', 'database', 'files'] as const).some((name) => scenarios.includes(name));
  return {
    // An activation uses a SIM up; the warm-up of the others takes fifty.
    devices: Math.max(50, scenarios.includes('telegence') ? devices * rounds : devices),
    databaseDevices: isLarge ? DATABASE_DEVICES : 0,
  };
}

function run(
  name: BenchOptions['scenarios'][number],
  stack: BenchStack,
  { devices, rounds, budget }: BenchOptions,
  report: Report,
): Promise<void> {
  switch (name) {
    case 'submit':
      return runSubmit(stack, SUBMIT_SIZES, report);
    case 'jasper':
      return runJasper(stack, devices, rounds, report);
    case 'pond':
      return runPond(stack, devices, rounds, report);
    case 'thingspace':
      return runThingspace(stack, devices, rounds, report);
    case 'telegence':
      return runTelegence(stack, devices, rounds, report);
    case 'database':
      return runDatabase(stack, DATABASE_DEVICES, report);
    case 'budget':
      return runBudget(stack, { devices, ...budget }, report);
    case 'files':
      return runFiles(stack, FILE_ROWS, report);
    case 'steer':
      return runSteer(stack, devices, report);
  }
}

let options: BenchOptions | null;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
}
if (options === null) console.log(USAGE);
else await main(options);

import { readOptions, type BenchOptions } from './options.ts';
import { createReport, describeMachine, type Report } from './report.ts';
import { runBudget } from './scenarios/budget.ts';
import { runDatabase } from './scenarios/database.ts';
import { runJasper } from './scenarios/jasper.ts';
import { runSubmit } from './scenarios/submit.ts';
import { startBenchStack, type BenchStack } from './stack.ts';

const SUBMIT_SIZES = [10_000, 100_000];
const DATABASE_DEVICES = 100_000;

async function main(options: BenchOptions): Promise<void> {
  console.log(`Machine: ${describeMachine()}`);
  console.log('Starting PostgreSQL, Temporal, the simulator, the worker, the API and the bare worker …');
  const stack = await startBenchStack(Math.max(options.devices, DATABASE_DEVICES));
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

function run(
  name: BenchOptions['scenarios'][number],
  stack: BenchStack,
  options: BenchOptions,
  report: Report,
): Promise<void> {
  switch (name) {
    case 'submit':
      return runSubmit(stack, SUBMIT_SIZES, report);
    case 'jasper':
      return runJasper(stack, options.devices, options.rounds, report);
    case 'database':
      return runDatabase(stack, DATABASE_DEVICES, report);
    case 'budget':
      return runBudget(stack, report);
  }
}

await main(readOptions(process.argv.slice(2)));

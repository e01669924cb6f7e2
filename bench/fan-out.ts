import { deviceWorkflowId } from '../src/domain/workflow-id.ts';
import { runToEnd, submitChange, type Selection } from './change.ts';
import { benchIccid } from './fleet.ts';
import { committedTransactions, deviceTimes, historyFigures, median } from './measure.ts';
import type { Report } from './report.ts';
import type { BenchStack } from './stack.ts';

/** What the runs of one carrier's change came to. */
export interface FanOut {
  /** Runs a change over some devices and notes what it took; answers with the devices of a second. */
  run(selection: Selection, change: object): Promise<number>;
  /** Prints the figures of all runs, and of the first device of the last one. */
  tell(): Promise<void>;
}

export function createFanOut(stack: BenchStack, name: string, report: Report): FanOut {
  const rates: number[] = [];
  let statements = 0;
  let devices = 0;
  let last: { readonly id: string; readonly selection: Selection } | undefined;
  return {
    run: async (selection, change) => {
      const before = await committedTransactions(stack);
      const run = await runChange(stack, selection, change);
      statements += (await committedTransactions(stack)) - before;
      devices += selection.devices;
      rates.push(run.perSecond);
      last = { id: run.id, selection };
      report.line(`${name}: ${run.perSecond.toFixed(1)} devices/s`);
      return run.perSecond;
    },
    tell: async () => {
      if (last === undefined) return;
      const { account, from = 0 } = last.selection;
      const device = deviceWorkflowId(stack.seed.providers[account], benchIccid(account, from));
      const history = await historyFigures(stack.client, device);
      const times = await deviceTimes(stack, last.id);
      report.figure(`${name}.devicesPerSecond`, median(rates));
      report.figure(`${name}.historyEventsPerDevice`, history.events);
      report.figure(`${name}.stateTransitionsPerDevice`, history.transitions);
      report.figure(`${name}.activityTasksPerDevice`, history.activityTasks);
      report.figure(`${name}.sqlStatementsPerDevice`, statements / devices);
      report.figure(`${name}.deviceP50Ms`, times.p50);
      report.figure(`${name}.deviceP95Ms`, times.p95);
    },
  };
}

/** From the submission's answer to the end of the change's workflow. */
export async function runChange(stack: BenchStack, selection: Selection, change: object) {
  const { id } = await submitChange(stack, selection, change);
  const submitted = performance.now();
  await runToEnd(stack, id, selection.devices);
  return { id, perSecond: (selection.devices * 1_000) / (performance.now() - submitted) };
}

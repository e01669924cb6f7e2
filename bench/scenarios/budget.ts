import { runToEnd, submitChange } from '../change.ts';
import type { Report } from '../report.ts';
import { BUDGET_PER_SECOND } from '../seed.ts';
import type { BenchStack } from '../stack.ts';

const DEVICES = 400;

interface LoggedRequest {
  readonly seq: number;
  readonly at: string;
  readonly operation: string;
}

/** How much of an account's request budget is used, and whether the carrier ever sees more. */
export async function runBudget(stack: BenchStack, report: Report): Promise<void> {
  const since = await lastRequest(stack);
  const { id } = await submitChange(stack, stack.seed.budgetProviderId, DEVICES, {
    changeType: 'statusupdate',
    statusUpdate: { targetStatus: 'suspend' },
  });
  await runToEnd(stack, id, DEVICES);
  const times = (await requestsSince(stack, since)).map((request) => Date.parse(request.at));
  const seconds = (Math.max(...times) - Math.min(...times)) / 1_000;
  report.figure('budget.callsPerSecondAllowed', BUDGET_PER_SECOND);
  report.figure('budget.utilisationPercent', ((times.length - 1) / seconds / BUDGET_PER_SECOND) * 100);
  report.figure('budget.callsAboveTheRate', Math.max(0, busiestSecond(times) - BUDGET_PER_SECOND));
}

function busiestSecond(times: readonly number[]): number {
  const sorted = [...times].sort((left, right) => left - right);
  return Math.max(...sorted.map((from) => sorted.filter((at) => at >= from && at < from + 1_000).length));
}

async function lastRequest(stack: BenchStack): Promise<number> {
  return Math.max(0, ...(await requestsSince(stack, 0)).map((request) => request.seq));
}

async function requestsSince(stack: BenchStack, since: number): Promise<LoggedRequest[]> {
  const response = await fetch(`${stack.simulatorUrl}/__simulator/requests?since=${String(since)}`);
  const lines = (await response.text()).split('\n').filter((line) => line !== '');
  return lines
    .map((line) => JSON.parse(line) as LoggedRequest)
    .filter((request) => request.operation === 'editDevice');
}

import { runChange } from '../fan-out.ts';
import { committedTransactions } from '../measure.ts';
import type { Report } from '../report.ts';
import { putAdmin, readStatistics } from '../simulators.ts';
import type { BenchStack } from '../stack.ts';
import { alternatingStatus } from '../status-change.ts';

export interface BudgetOptions {
  readonly devices: number;
  /** Calls a second that the account is permitted, one at a time. */
  readonly perSecond: number;
  /** How long the carrier takes to answer, least and most, in milliseconds. */
  readonly latencyMs: readonly [number, number];
}

/** The account in the simulator's books. */
const ACCOUNT = 'limited';

/**
 * How much of an account's request budget two worker processes use together, and whether the carrier ever sees more:
 * the simulator measures, and refuses with 429 what is too much.
 */
export async function runBudget(stack: BenchStack, options: BudgetOptions, report: Report): Promise<void> {
  const { devices, perSecond, latencyMs } = options;
  const url = stack.simulatorUrls.jasper;
  await putAdmin(url, 'limits', { [ACCOUNT]: { requestsPerSecond: perSecond, concurrency: 1 } });
  await putAdmin(url, 'faults', { latencyMs });
  await stack.database.prisma.serviceProvider.update({
    where: { id: stack.seed.providers.limited },
    data: { settings: { requestsPerSecond: perSecond } },
  });
  const second = await stack.startWorker();
  try {
    const before = await committedTransactions(stack);
    await runChange(stack, { account: 'limited', devices }, alternatingStatus(0));
    await tell(stack, options, (await committedTransactions(stack)) - before, report);
  } finally {
    await second.stop();
    await putAdmin(url, 'faults', {});
  }
}

async function tell(
  stack: BenchStack,
  { perSecond }: BudgetOptions,
  statements: number,
  report: Report,
): Promise<void> {
  const url = stack.simulatorUrls.jasper;
  const requests = (await loggedRequests(url)).filter(({ account }) => account === ACCOUNT);
  const times = requests.map(({ at }) => Date.parse(at));
  const seconds = (Math.max(...times) - Math.min(...times)) / 1_000;
  const { accounts } = await readStatistics(url);
  const highest = accounts[ACCOUNT]?.highestRatePerSecond ?? Number.NaN;
  report.figure('budget.callsPerSecondAllowed', perSecond);
  report.figure('budget.calls', times.length);
  report.figure('budget.callsPerSecond', (times.length - 1) / seconds);
  report.figure('budget.utilisationPercent', ((times.length - 1) / seconds / perSecond) * 100);
  report.figure('budget.mostCallsInASecond', highest);
  report.figure('budget.callsAboveTheRate', Math.max(0, highest - perSecond));
  report.figure('budget.callsRefused', requests.filter(({ status }) => status === 429).length);
  report.figure('budget.mostCallsAtOnce', accounts[ACCOUNT]?.highestConcurrency ?? Number.NaN);
  report.figure('budget.sqlStatementsPerCall', statements / times.length);
  report.line(`the longest waits between two calls: ${longestGaps(times).join(', ')} ms`);
}

function longestGaps(times: readonly number[]): readonly number[] {
  const sorted = [...times].sort((left, right) => left - right);
  const gaps = sorted.slice(1).map((at, index) => at - (sorted[index] ?? at));
  return gaps.sort((left, right) => right - left).slice(0, 8);
}

interface LoggedRequest {
  readonly at: string;
  readonly account: string | null;
  readonly status: number | null;
}

async function loggedRequests(url: string): Promise<LoggedRequest[]> {
  const response = await fetch(`${url}/__simulator/requests?since=0`);
  const lines = (await response.text()).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as LoggedRequest);
}

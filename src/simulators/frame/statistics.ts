import { createPeakRate, type PeakRate } from './peak-rate.ts';

/** What the statistics route answers. */
export interface StatisticsView {
  since: string;
  requests: number;
  /** Count by operation, then by status; `none` counts requests that were not answered. */
  operations: Record<string, Record<string, number>>;
  accounts: Record<string, AccountView>;
}

export interface AccountView {
  requests: number;
  /** The highest count of requests in any one (sliding) second, refused ones included. */
  highestRatePerSecond: number;
  highestConcurrency: number;
}

/** Counts requests by operation, status and account. */
export interface Statistics {
  /** A request of the account came in; answers how many are under way, this one included. */
  enter(account: string, atMs: number): number;
  /** The request is over, before its answer leaves: the client's next one must not meet it. */
  leave(account: string): void;
  count(operation: string, status: number | null): void;
  view(): StatisticsView;
  reset(): void;
}

interface AccountCounts {
  requests: number;
  underWay: number;
  highestConcurrency: number;
  rate: PeakRate;
}

/** Creates empty statistics; `now` answers ISO text for the moment the counting began. */
export function createStatistics(now: () => string): Statistics {
  let since = now();
  let requests = 0;
  let operations: Record<string, Record<string, number>> = {};
  const accounts = new Map<string, AccountCounts>();
  const countsOf = (account: string): AccountCounts => {
    const known = accounts.get(account);
    if (known !== undefined) return known;
    const fresh = { requests: 0, underWay: 0, highestConcurrency: 0, rate: createPeakRate() };
    accounts.set(account, fresh);
    return fresh;
  };
  return {
    enter: (account, atMs) => {
      const counts = countsOf(account);
      counts.requests += 1;
      counts.underWay += 1;
      counts.highestConcurrency = Math.max(counts.highestConcurrency, counts.underWay);
      counts.rate.note(atMs);
      return counts.underWay;
    },
    leave: (account) => {
      countsOf(account).underWay -= 1;
    },
    count: (operation, status) => {
      requests += 1;
      const byStatus = (operations[operation] ??= {});
      const key = status === null ? 'none' : String(status);
      byStatus[key] = (byStatus[key] ?? 0) + 1;
    },
    view: () => ({ since, requests, operations, accounts: viewAccounts(accounts) }),
    reset: () => {
      since = now();
      requests = 0;
      operations = {};
      forgetPeaks(accounts);
    },
  };
}

function viewAccounts(accounts: Map<string, AccountCounts>): Record<string, AccountView> {
  return Object.fromEntries(
    [...accounts].map(([account, counts]) => [
      account,
      {
        requests: counts.requests,
        highestRatePerSecond: counts.rate.highest(),
        highestConcurrency: counts.highestConcurrency,
      },
    ]),
  );
}

/** Requests under way stay counted, since their `leave` is still to come. */
function forgetPeaks(accounts: Map<string, AccountCounts>): void {
  for (const counts of accounts.values()) {
    counts.requests = 0;
    counts.highestConcurrency = counts.underWay;
    counts.rate = createPeakRate();
  }
}

import { limitsSchema, type Limits, type LimitsByAccount, type SomeLimits } from './limits.ts';

/** Which limits hold for which account, now. */
export interface LimitBook {
  of(account: string): Limits;
  /** Replaces what was configured on top of the carrier's and the seed's limits. */
  replace(configured: LimitsByAccount): void;
  /** Back to what the program was started with. */
  reset(): void;
  /** The limits in force, by account and for `*`. */
  view(accounts: readonly string[]): Record<string, Limits>;
}

/**
 * Creates the book. The later one wins: the carrier's own limits, the seed's for the account, the
 * configured ones for `*`, the configured ones for the account.
 */
export function createLimitBook(
  carrierLimits: Limits,
  seedLimits: (account: string) => SomeLimits | undefined,
  startedWith: LimitsByAccount,
): LimitBook {
  let configured = startedWith;
  let resolved = new Map<string, Limits>();
  const of = (account: string): Limits => {
    const known = resolved.get(account);
    if (known !== undefined) return known;
    const limits = limitsSchema.parse({
      ...carrierLimits,
      ...seedLimits(account),
      ...configured['*'],
      ...configured[account],
    });
    resolved.set(account, limits);
    return limits;
  };
  const replace = (next: LimitsByAccount): void => {
    configured = next;
    resolved = new Map();
  };
  return {
    of,
    replace,
    reset: () => replace(startedWith),
    view: (accounts) => Object.fromEntries(['*', ...accounts].map((account) => [account, of(account)])),
  };
}

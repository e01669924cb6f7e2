import { z } from 'zod';
import type { Account } from './carrier.ts';

const recordSchema = z.looseObject({ account: z.string().optional() });

/**
 * Gives a record its account: the one it names, or the only one there is.
 * @throws Error when the account is unknown or not named among several.
 */
export function placeInAccount(
  record: unknown,
  accounts: readonly Account[],
): Record<string, unknown> & { account: string } {
  const given = recordSchema.parse(record);
  const account = given.account ?? (accounts.length === 1 ? accounts[0]?.account : undefined);
  if (account === undefined || !accounts.some((known) => known.account === account)) {
    const names = accounts.map((known) => known.account).join(', ');
    throw new Error(
      `A record must name one of the simulator's accounts (${names}), not ${account ?? 'none'}.`,
    );
  }
  return { ...given, account };
}
